import {
  ACCOUNT,
  REGION,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'

/** Returns the ARN of an app block in the account and region that the gateway serves. */
export function appBlockArn(name: string): string {
  return `arn:aws:appstream:${REGION}:${ACCOUNT}:app-block/${name}`
}

/** Returns the ARN of an app block builder in the account and region that the gateway serves. */
export function appBlockBuilderArn(name: string): string {
  return `arn:aws:appstream:${REGION}:${ACCOUNT}:app-block-builder/${name}`
}

/**
 * Starts a gateway with the INACTIVE app blocks `draft` and `other`, and `tools`, which is ACTIVE. The app block
 * builders `bench` (STOPPED) and `busy` (RUNNING) have `draft`, and `spare` (STOPPED) has none.
 */
export async function startPackaging(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway(options)
  const { home } = gateway
  for (const Name of ['draft', 'other']) {
    const SourceS3Location = { S3Bucket: 'blocks' }
    home.appBlocks.put({ Name, PackagingType: 'APPSTREAM2', State: 'INACTIVE', SourceS3Location })
  }
  home.appBlocks.put({ Name: 'tools' })
  for (const Name of ['bench', 'spare']) home.appBlockBuilders.put({ Name })
  home.appBlockBuilders.put({ Name: 'busy', State: 'RUNNING' })
  for (const builder of ['bench', 'busy']) home.builderAppBlocks.add(builder, 'draft')
  return gateway
}
