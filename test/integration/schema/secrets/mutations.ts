import type { Operation } from '../../../support/clients/both-transports.ts'
import { typeOf } from '../../../support/mutate.ts'

/** Every secret holds this text in some case, and nothing else does. It has no base64 of its own. */
export const SECRET = 'zqhunter2'
/** Every name of a person holds this text, and nothing else does. */
export const PERSON = 'xwperson7'

/** Password with characters that JSON, URLs and XML encode. */
export const PASSWORD = `${SECRET}"pass\\word <é> 42`

const credentials = { accountName: 'CORP\\join', accountPassword: PASSWORD }
const application = {
  name: `${SECRET}-name`,
  displayName: `${SECRET} display`,
  absoluteAppPath: `C:\\${SECRET}\\app.exe`,
  absoluteIconPath: `C:\\${SECRET}\\icon.png`,
  absoluteManifestPath: `C:\\${SECRET}\\manifest.txt`,
  workingDirectory: `C:\\${SECRET}`,
  launchParameters: `--token ${SECRET} "${PASSWORD}"`,
}
const directory = { directoryName: 'corp.example.com' }
export const IMPORT = {
  name: 'imported',
  sourceAmiId: 'ami-0a1b2c3d4e5f6a7b8',
  iamRoleArn: 'arn:aws:iam::123456789012:role/import',
  appCatalogConfig: [application],
}
const user = { userName: `${PERSON}@hidden.example` }
const associations = [{ ...user, stackName: 'day' }]

/** Inputs with every secret and every name of a person, by mutation. */
export const INPUTS: Readonly<Record<string, object>> = {
  createAppStreamDirectoryConfig: {
    ...directory,
    organizationalUnitDistinguishedNames: ['OU=Desktops'],
    serviceAccountCredentials: credentials,
    clientToken: 'once',
  },
  updateAppStreamDirectoryConfig: { ...directory, serviceAccountCredentials: credentials },
  createImportedImage: { ...IMPORT, clientToken: 'import' },
  createImageBuilderStreamingUrl: { name: 'bench' },
  createAppStreamAppBlockBuilderStreamingUrl: { name: 'packer' },
  createAppStreamStreamingUrl: { stackName: 'day', fleetName: 'desks', userId: `${PERSON}-guest` },
  createAppStreamUser: { ...user, firstName: `${PERSON} First`, lastName: `${PERSON} Last` },
  batchAssociateAppStreamUserStack: { associations },
  batchDisassociateAppStreamUserStack: { associations },
  disableAppStreamUser: user,
  enableAppStreamUser: user,
  deleteAppStreamUser: user,
}

/** Returns a mutation whose input is a variable, as secrets must be. */
export function mutation(name: string, input: unknown = INPUTS[name]): Operation {
  const selection = /StreamingUrl$/.test(name) ? `... on ${typeOf(name, 'Payload')} { streamingUrl }` : ''
  return {
    query: `mutation ($input: ${typeOf(name, 'Input')}!) { ${name}(input: $input) {
      __typename ... on AppStreamError { message } ... on AppStreamInputError { fields { path message } } ${selection}
    } }`,
    variables: { input },
  }
}

/** Every mutation of this test. */
export const everyMutation: readonly Operation[] = Object.keys(INPUTS).map((name) => mutation(name))

/** Operations whose requests hold a secret. */
const SECRET_OPERATIONS = ['CreateDirectoryConfig', 'UpdateDirectoryConfig', 'CreateImportedImage']
/** Operations whose requests name a person. */
const PERSONAL_OPERATIONS = [
  ...['CreateStreamingURL', 'CreateUser', 'DeleteUser', 'DisableUser', 'EnableUser'],
  ...['BatchAssociateUserStack', 'BatchDisassociateUserStack'],
]

/** Encodings in which AWS could repeat a part of a request. */
const ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(JSON.stringify({ text })),
  (text) => encodeURIComponent(text),
  (text) => text.toUpperCase(),
  (text) => `${text.slice(0, SECRET.length)}…`,
]

/** Texts of AWS that repeat the secret or the person of a request, by operation, for each encoding. */
export const REPEATED = ENCODINGS.map((encode) => [
  ...SECRET_OPERATIONS.map((operation) => ({ operation, message: `Invalid: ${encode(PASSWORD)}` })),
  ...PERSONAL_OPERATIONS.map((operation) => ({ operation, message: `Invalid: ${encode(PERSON)}` })),
])
