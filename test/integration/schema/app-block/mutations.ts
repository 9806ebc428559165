/** Setup script that AWS accepts. */
export const script = {
  scriptS3Location: { s3Bucket: 'blocks', s3Key: 'setup.ps1' },
  executablePath: 'powershell.exe',
  timeoutInSeconds: 60,
}
export const source = { s3Bucket: 'blocks', s3Key: 'fresh.vhd' }
export const vpcConfig = { subnetIds: ['subnet-1', 'subnet-2'] }

/** Each mutation, its AWS operation, and an input that succeeds on the resources of {@link startPackaging}. */
export const MUTATIONS = {
  createAppStreamAppBlock: {
    operation: 'CreateAppBlock',
    input: { name: 'fresh', sourceS3Location: source, setupScriptDetails: script },
  },
  deleteAppStreamAppBlock: { operation: 'DeleteAppBlock', input: { name: 'tools' } },
  createAppStreamAppBlockBuilder: {
    operation: 'CreateAppBlockBuilder',
    input: {
      ...{ name: 'fresh', platform: 'WINDOWS_SERVER_2019', instanceType: 'stream.standard.large', vpcConfig },
    },
  },
  updateAppStreamAppBlockBuilder: {
    operation: 'UpdateAppBlockBuilder',
    input: { name: 'bench', description: 'New.' },
  },
  startAppStreamAppBlockBuilder: { operation: 'StartAppBlockBuilder', input: { name: 'bench' } },
  stopAppStreamAppBlockBuilder: { operation: 'StopAppBlockBuilder', input: { name: 'busy' } },
  deleteAppStreamAppBlockBuilder: { operation: 'DeleteAppBlockBuilder', input: { name: 'spare' } },
  createAppStreamAppBlockBuilderStreamingUrl: {
    operation: 'CreateAppBlockBuilderStreamingURL',
    input: { name: 'busy' },
  },
  associateAppStreamAppBlockBuilderAppBlock: {
    operation: 'AssociateAppBlockBuilderAppBlock',
    input: { appBlockBuilderName: 'spare', appBlockName: 'other' },
  },
  disassociateAppStreamAppBlockBuilderAppBlock: {
    operation: 'DisassociateAppBlockBuilderAppBlock',
    input: { appBlockBuilderName: 'bench', appBlockName: 'draft' },
  },
} as const
