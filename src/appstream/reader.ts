import {
  type AppStreamClient,
  DescribeImagePermissionsCommand,
  DescribeImagesCommand,
  ListTagsForResourceCommand,
  type SharedImagePermissions,
  type VisibilityType,
} from '@aws-sdk/client-appstream'
import type { SendOptions } from './calls/attempts.ts'
import type { CallOptions, CallRunner, Deadlines } from './calls/calls.ts'
import type { AwsImage } from './model/model.ts'
import {
  type InputOf,
  type ItemOf,
  type ListMember,
  type OperationName,
  type OutputOf,
  sendOperation,
} from './model/operations.ts'
import type { Listing } from './responses/listing.ts'
import type { DescribedPage, Descriptions } from './responses/listing-parser.ts'
import { collectPages, createPageCheck, type Page } from './responses/pages.ts'

/** Read operations of one target. Every failure is an UpstreamError, or CallAborted if the caller's signal aborted. */
export interface AppStreamReader {
  /** Lists all images of one visibility. Unchanged ones are the same objects as in the last listing. */
  listImages(type: VisibilityType, options?: CallOptions): Promise<readonly AwsImage[]>
  /**
   * Returns the images with these ARNs, at most {@link MAX_IMAGES_PER_CALL}. Reads all pages, since AWS may spread a
   * response over several. AWS rejects the whole call if one image does not exist.
   */
  describeImages(arns: readonly string[], options?: CallOptions): Promise<readonly AwsImage[]>
  /** Lists the accounts that an own image is shared with. */
  listImagePermissions(imageName: string, options?: CallOptions): Promise<SharedImagePermissions[]>
  /** Returns the tags of a resource. */
  listTags(arn: string, options?: CallOptions): Promise<Record<string, string>>
  /** Lists all resources of a kind. Unchanged ones are the same objects as in the last listing. */
  listAll<Aws extends object>(listing: Listing<Aws>, options?: CallOptions): Promise<readonly Aws[]>
  /** Returns the resources of a kind with these names. AWS may reject the whole call if one does not exist. */
  describe<Aws extends object>(
    listing: Listing<Aws>,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<readonly Aws[]>
  /** Returns the output of a reading operation that has no pages. */
  call<Operation extends OperationName>(
    operation: Operation,
    input: InputOf<Operation>,
    options?: CallOptions,
  ): Promise<OutputOf<Operation>>
  /** Returns the items of a list in an operation's output, from all pages. */
  list<Operation extends OperationName, Member extends ListMember<Operation>>(
    operation: Operation,
    member: Member,
    input: InputOf<Operation>,
    options?: CallOptions,
  ): Promise<readonly ItemOf<Operation, Member>[]>
}

/**
 * Maximum page size of DescribeImages, also used for names and ARNs, whose maximum number is not documented.
 */
export const MAX_IMAGES_PER_CALL = 25
const PERMISSIONS_PER_PAGE = 500

/** Parsers of the descriptions in responses. */
export interface ReaderDescriptions {
  readonly images: Descriptions<AwsImage>
  /** Returns the parser of a listing; from then on the protocol uses it for that operation. */
  of<Aws extends object>(listing: Listing<Aws>): Descriptions<Aws>
}

/** Creates the read operations over an SDK client whose protocol parses listings with these descriptions. */
export function createReader(
  client: AppStreamClient,
  { images, of: descriptionsOf }: ReaderDescriptions,
  deadlines: Deadlines,
  run: CallRunner,
): AppStreamReader {
  function once<Result>(
    operation: string,
    options: CallOptions = {},
    send: (sending: SendOptions) => Promise<Result>,
  ): Promise<Result> {
    return run({ operation, options, deadlines: [AbortSignal.timeout(deadlines.callMs)] }, send)
  }

  function list<Item>(
    operation: string,
    options: CallOptions = {},
    fetchPage: (nextToken: string | undefined, sending: SendOptions) => Promise<Page<Item>>,
  ): Promise<Item[]> {
    const listing = AbortSignal.timeout(deadlines.listingMs)
    const check = createPageCheck<Item>()
    return collectPages((nextToken) => {
      const page = { operation, options, deadlines: [listing, AbortSignal.timeout(deadlines.callMs)] }
      return run(page, async (sending) => check(await fetchPage(nextToken, sending)))
    })
  }

  /** Lists a kind completely, and stores the result for comparison with the next listing. */
  async function listDescribed<Item>(
    operation: string,
    options: CallOptions | undefined,
    descriptions: Descriptions<Item>,
    listing: string,
    send: (nextToken: string | undefined, sending: SendOptions) => Promise<object>,
  ): Promise<readonly Item[]> {
    const pages: DescribedPage<Item>[] = []
    await list(operation, options, async (nextToken, sending) => {
      const page = descriptions.pageOf(await send(nextToken, sending))
      pages.push(page)
      return page
    })
    return descriptions.keep(listing, pages)
  }

  return {
    listImages: (Type, options) =>
      listDescribed('DescribeImages', options, images, Type, (NextToken, sending) =>
        client.send(new DescribeImagesCommand({ Type, NextToken, MaxResults: MAX_IMAGES_PER_CALL }), sending),
      ),
    describeImages: (arns, options) =>
      list('DescribeImages', options, async (NextToken, sending) => {
        const command = new DescribeImagesCommand({ Arns: [...arns], NextToken })
        return images.pageOf(await client.send(command, sending))
      }),
    listImagePermissions: (Name, options) =>
      list('DescribeImagePermissions', options, async (NextToken, sending) => {
        const command = new DescribeImagePermissionsCommand({
          Name,
          NextToken,
          MaxResults: PERMISSIONS_PER_PAGE,
        })
        const output = await client.send(command, sending)
        // The model allows an absent list, for example for an image that is not shared.
        return { items: output.SharedImagePermissionsList ?? [], nextToken: output.NextToken }
      }),
    listTags: (ResourceArn, options) =>
      once('ListTagsForResource', options, async (sending) => {
        const output = await client.send(new ListTagsForResourceCommand({ ResourceArn }), sending)
        return output.Tags ?? {}
      }),
    listAll: (listing, options) =>
      listDescribed(listing.operation, options, descriptionsOf(listing), 'ALL', (NextToken, sending) =>
        sendOperation(client, listing.operation, { ...listing.input, NextToken }, sending),
      ),
    describe: (listing, names, options) =>
      list(listing.operation, options, async (NextToken, sending) => {
        const descriptions = descriptionsOf(listing)
        const input = { Names: [...names], NextToken }
        return descriptions.pageOf(await sendOperation(client, listing.operation, input, sending))
      }),
    call: (operation, input, options) =>
      once(operation, options, (sending) => sendOperation(client, operation, input, sending)),
    list: (operation, member, input, options) =>
      list(operation, options, async (NextToken, sending) => {
        const output = await sendOperation(client, operation, { ...input, NextToken }, sending)
        return pageOf(output, member)
      }),
  }
}

/**
 * Returns the page in an output. @throws SyntaxError if there is no list: an empty one would mean that nothing exists
 */
function pageOf<Item>(output: object, member: string): Page<Item> {
  const items: unknown = Object.entries(output).find(([name]) => name === member)?.[1]
  if (!Array.isArray(items)) throw new SyntaxError('The response contains no list.')
  const token: unknown = 'NextToken' in output ? output.NextToken : undefined
  return { items, nextToken: typeof token === 'string' ? token : undefined }
}
