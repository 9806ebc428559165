import { expect } from 'vitest'
import {
  type Call,
  type EmulatorOptions,
  type ManualClock,
  manualClock,
} from '../../../../src/emulator/server.ts'
import {
  ACCOUNT,
  type Answer,
  imageArn,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'

/** Second account of these tests. */
export const OTHER_ACCOUNT = '210987654321'

/** Each mutation, its AWS operation, and an input that succeeds on the resources of {@link startWorkshop}. */
export const MUTATIONS = {
  createImageBuilder: {
    operation: 'CreateImageBuilder',
    input: { name: 'fresh', imageName: 'golden', instanceType: 'stream.standard.medium' },
  },
  startImageBuilder: { operation: 'StartImageBuilder', input: { name: 'parked' } },
  stopImageBuilder: { operation: 'StopImageBuilder', input: { name: 'desk' } },
  deleteImageBuilder: { operation: 'DeleteImageBuilder', input: { name: 'desk' } },
  createImageBuilderStreamingUrl: { operation: 'CreateImageBuilderStreamingURL', input: { name: 'desk' } },
  deleteImage: { operation: 'DeleteImage', input: { name: 'golden' } },
  copyImage: {
    operation: 'CopyImage',
    input: { sourceImageName: 'golden', destinationImageName: 'copied', destinationRegion: 'us-east-1' },
  },
  createUpdatedImage: {
    operation: 'CreateUpdatedImage',
    input: { existingImageName: 'golden', newImageName: 'updated' },
  },
  createImportedImage: {
    operation: 'CreateImportedImage',
    input: {
      name: 'imported',
      sourceAmiId: 'ami-0a1b2c3d4e5f6a7b8',
      iamRoleArn: `arn:aws:iam::${ACCOUNT}:role/import`,
    },
  },
  createAppStreamExportImageTask: {
    operation: 'CreateExportImageTask',
    input: {
      imageName: 'golden',
      amiName: 'golden-ami',
      iamRoleArn: `arn:aws:iam::${ACCOUNT}:role/export`,
    },
  },
  updateImagePermissions: {
    operation: 'UpdateImagePermissions',
    input: { name: 'golden', sharedAccountId: OTHER_ACCOUNT, imagePermissions: { allowFleet: true } },
  },
  deleteImagePermissions: {
    operation: 'DeleteImagePermissions',
    input: { name: 'lent', sharedAccountId: OTHER_ACCOUNT },
  },
  tagAppStreamResource: {
    operation: 'TagResource',
    input: { resourceArn: imageArn('golden'), tags: [{ key: 'team', value: 'desktop' }] },
  },
  untagAppStreamResource: {
    operation: 'UntagResource',
    input: { resourceArn: imageArn('golden'), tagKeys: ['stage'] },
  },
} as const satisfies Record<string, { operation: string; input: object }>

export type MutationName = keyof typeof MUTATIONS

/** Names of the mutations. */
export const MUTATION_NAMES = Object.keys(MUTATIONS) as MutationName[]

/** Creating mutations. */
export const CREATING = [
  'createImageBuilder',
  'copyImage',
  'createUpdatedImage',
  'createImportedImage',
  'createAppStreamExportImageTask',
] as const

/** Result of a mutation: its payload or its error, as selected. */
export interface Result {
  readonly __typename: string
  readonly message?: string
  readonly code?: string
  readonly awsRequestId?: string | null
  readonly retryable?: boolean
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
  readonly [selected: string]: unknown
}

/** Selection beside the error, and request options. */
export interface MutateOptions {
  readonly select?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Gateway and emulator with a shared clock. */
export interface Workshop extends TestGateway {
  readonly clock: ManualClock
  /** Sends a mutation and returns the complete response. */
  send(name: MutationName, input: object, options?: MutateOptions): Promise<Answer<Record<string, Result>>>
  /** Sends a mutation and returns its result; fails the test on a GraphQL error. */
  mutate(name: MutationName, input?: object, options?: MutateOptions): Promise<Result>
  /** Returns the executed calls of an operation, including those with a reset connection. */
  calls(operation: string): readonly Call[]
}

const ERROR = '__typename ... on AppStreamError { message code awsRequestId retryable }'
const INPUT_ERROR = '... on AppStreamInputError { fields { path message } }'

/** Returns a mutation as a field of a document. */
export function mutationField(name: MutationName, input: string, select = ''): string {
  return `${name}(input: ${input}) { ${ERROR} ${INPUT_ERROR} ${select} }`
}

/** Starts a gateway and an emulator with two images and two builders, on one manual clock. */
export async function startWorkshop(
  options: Omit<TestGatewayOptions, 'clock'> & { readonly behaviour?: EmulatorOptions['behaviour'] } = {},
): Promise<Workshop> {
  const { behaviour, ...rest } = options
  const clock = manualClock()
  const gateway = await startGateway({
    ...rest,
    clock,
    emulator: { clock, ...(behaviour && { behaviour }), ...rest.emulator },
  })
  const { home, emulator } = gateway
  // Created long before any test, so that the time distinguishes newer resources.
  const CreatedTime = new Date(clock.now() - 86_400_000)
  home.putImage({ Name: 'golden', Platform: 'WINDOWS_SERVER_2022', CreatedTime })
  home.putImage({ Name: 'lent', Platform: 'WINDOWS_SERVER_2022', CreatedTime })
  home.shareImage('lent', OTHER_ACCOUNT, { allowFleet: true })
  home.setTags(imageArn('golden'), { stage: 'test' })
  home.putImageBuilder({ Name: 'desk', State: 'RUNNING', CreatedTime, ImageArn: imageArn('golden') })
  home.putImageBuilder({ Name: 'parked', State: 'STOPPED', CreatedTime, ImageArn: imageArn('golden') })

  const send: Workshop['send'] = (name, input, { select, headers } = {}) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const document = `mutation ($input: ${type}!) { ${mutationField(name, '$input', select)} }`
    return gateway.query<Record<string, Result>, object>(document, {
      variables: { input },
      ...(headers && { headers }),
    })
  }
  return {
    ...gateway,
    clock,
    send,
    async mutate(name, input = MUTATIONS[name].input, mutateOptions) {
      const { data, errors } = await send(name, input, mutateOptions)
      expect(errors, JSON.stringify(errors)).toBeUndefined()
      const result = data?.[name]
      if (result === undefined) throw new Error(`${name} returned no result.`)
      return result
    },
    calls: (operation) => emulator.calls.all.filter((call) => call.operation === operation),
  }
}

/** Reads everything once, so that snapshots are fresh, then resets the call counts. */
export async function warm({ read, emulator }: Workshop): Promise<void> {
  await read(`{
    images(first: 100) { nodes { name } }
    publicImages: images(filter: { visibilities: [PUBLIC] }) { nodes { name } }
    imageBuilders(first: 100) { nodes { name } }
    image(name: "golden") { tags { key } sharedWith { nodes { accountId } } }
  }`)
  emulator.calls.clear()
}
