import type { Operation } from '../../../support/clients/both-transports.ts'
import { IMPORT, mutation, SECRET } from './mutations.ts'

const config = 'createAppStreamDirectoryConfig'
const ask = (input: string) => `mutation { ${config}(input: ${input}) { __typename } }`
const names = 'directoryName: "corp.example.com", organizationalUnitDistinguishedNames: ["OU=x"]'
const account = (password: string) =>
  ask(`{ ${names}, serviceAccountCredentials: { accountName: "x", ${password} } }`)

const wrongDocuments = [
  account(`accountPassword "${SECRET}"`),
  account(`accountPassword: "x" "${SECRET}"`),
  account(`accountPassword: "x" """${SECRET}"""`),
  account(`accountPassword: "${SECRET}`),
  account(`accountPassword: ${SECRET}`),
  account(`accountPassword: ["${SECRET}"]`),
  account(`accountPassword: { password: "${SECRET}" }`),
  account(`accountPassword: "${SECRET.repeat(20)}"`),
  account(`accountPassword: "${SECRET}", unknown: 1`),
  account(`accountPassword: "${SECRET}", accountPassword: "${SECRET}"`),
  ask(`"${SECRET}"`),
  ask(`{ ${names}, clientToken: { a: "${SECRET}" } }`),
  `{ images(first: { a: "${SECRET}" }) { totalCount } }`,
  `{ images(filter: { states: { a: "${SECRET}" } }) { totalCount } }`,
  `{ images(filter: { createdAfter: { a: "${SECRET}" } }) { totalCount } }`,
  `mutation ($input: CreateImportedImageInput = { appCatalogConfig: "${SECRET}" }) { __typename }`,
  `mutation { ${Array.from({ length: 200 }, (_, index) => `m${index}: ${config}(input: { ${names}, serviceAccountCredentials: { accountName: "x", accountPassword: "${SECRET}" } }) { __typename }`).join(' ')} }`,
]

const wrongImports = [
  { dryRun: { a: SECRET } },
  { dryRun: [SECRET] },
  { clientToken: { a: SECRET } },
  { clientToken: `${SECRET} é` },
  { appCatalogConfig: SECRET },
  { appCatalogConfig: [SECRET] },
  { appCatalogConfig: [{ name: { a: SECRET } }] },
  { appCatalogConfig: { ...IMPORT.appCatalogConfig[0], absoluteAppPath: null } },
  { tags: [{ key: { a: SECRET }, value: 7 }] },
  { agentSoftwareVersion: { a: SECRET } },
]

/** Operations with secrets that are malformed, invalid or too costly. */
export const MALFORMED: readonly Operation[] = [
  ...wrongDocuments.map((query) => ({ query })),
  ...wrongImports.map((wrong) => mutation('createImportedImage', { ...IMPORT, ...wrong })),
  mutation('updateAppStreamDirectoryConfig', SECRET),
  mutation('updateAppStreamDirectoryConfig', [SECRET]),
  mutation('updateAppStreamDirectoryConfig', { serviceAccountCredentials: { accountPassword: SECRET } }),
  mutation('createImageBuilderStreamingUrl', { name: 'bench', validity: { a: SECRET } }),
]
