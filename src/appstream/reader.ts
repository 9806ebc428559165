import {
  type AppStreamClient,
  DescribeImageBuildersCommand,
  DescribeImagePermissionsCommand,
  DescribeImagesCommand,
  ListTagsForResourceCommand,
  type SharedImagePermissions,
  type VisibilityType,
} from '@aws-sdk/client-appstream'
import type { CallRunner, Deadlines } from './calls.ts'
import type { AwsImage, AwsImageBuilder } from './model.ts'
import { collectPages, type Page } from './pages.ts'

/** The reading operations of one target. Every failure is an UpstreamError. */
export interface AppStreamReader {
  /** Every image of one visibility, all pages. */
  listImages(type: VisibilityType): Promise<readonly AwsImage[]>
  /** The images with these ARNs, at most {@link MAX_IMAGES_PER_CALL}; AWS fails the whole call when one is missing. */
  describeImages(arns: readonly string[]): Promise<readonly AwsImage[]>
  /** Every image builder, all pages. */
  listImageBuilders(): Promise<readonly AwsImageBuilder[]>
  /** The image builders with these names, at most {@link MAX_IMAGE_BUILDERS_PER_CALL}; one missing fails the whole call. */
  describeImageBuilders(names: readonly string[]): Promise<readonly AwsImageBuilder[]>
  /** The accounts that an image of ours is shared with, all pages. */
  listImagePermissions(imageName: string): Promise<SharedImagePermissions[]>
  /** The tags of one resource. */
  listTags(arn: string): Promise<Record<string, string>>
}

/** DescribeImages' largest page; how many names or ARNs a request may hold is written nowhere, so no more than that. */
export const MAX_IMAGES_PER_CALL = 25
/** The model sets no bound for DescribeImageBuilders; 100 is used in the wild. */
export const MAX_IMAGE_BUILDERS_PER_CALL = 100
const PERMISSIONS_PER_PAGE = 500

/** The reading operations over an SDK client. */
export function createReader(
  client: AppStreamClient,
  deadlines: Deadlines,
  within: CallRunner,
): AppStreamReader {
  function list<Item>(
    operation: string,
    fetchPage: (nextToken: string | undefined, abortSignal: AbortSignal) => Promise<Page<Item>>,
  ): Promise<Item[]> {
    return within(operation, deadlines.listingMs, (listing) =>
      collectPages((nextToken) =>
        within(operation, deadlines.callMs, (call) => fetchPage(nextToken, AbortSignal.any([listing, call]))),
      ),
    )
  }

  return {
    listImages: (Type) =>
      list('DescribeImages', async (NextToken, abortSignal) => {
        const command = new DescribeImagesCommand({ Type, NextToken, MaxResults: MAX_IMAGES_PER_CALL })
        const output = await client.send(command, { abortSignal })
        return { items: named(output.Images), nextToken: output.NextToken }
      }),
    describeImages: (arns) =>
      within('DescribeImages', deadlines.callMs, async (abortSignal) =>
        named((await client.send(new DescribeImagesCommand({ Arns: [...arns] }), { abortSignal })).Images),
      ),
    listImageBuilders: () =>
      list('DescribeImageBuilders', async (NextToken, abortSignal) => {
        const command = new DescribeImageBuildersCommand({
          NextToken,
          MaxResults: MAX_IMAGE_BUILDERS_PER_CALL,
        })
        const output = await client.send(command, { abortSignal })
        return { items: named(output.ImageBuilders), nextToken: output.NextToken }
      }),
    describeImageBuilders: (names) =>
      within('DescribeImageBuilders', deadlines.callMs, async (abortSignal) => {
        const command = new DescribeImageBuildersCommand({ Names: [...names] })
        return named((await client.send(command, { abortSignal })).ImageBuilders)
      }),
    listImagePermissions: (Name) =>
      list('DescribeImagePermissions', async (NextToken, abortSignal) => {
        const command = new DescribeImagePermissionsCommand({
          Name,
          NextToken,
          MaxResults: PERMISSIONS_PER_PAGE,
        })
        const output = await client.send(command, { abortSignal })
        return { items: output.SharedImagePermissionsList ?? [], nextToken: output.NextToken }
      }),
    listTags: (ResourceArn) =>
      within('ListTagsForResource', deadlines.callMs, async (abortSignal) => {
        const output = await client.send(new ListTagsForResourceCommand({ ResourceArn }), { abortSignal })
        return output.Tags ?? {}
      }),
  }
}

/** A described resource's name is the one member that the model requires: what has none is not a description. */
function named<Item extends { Name?: string | undefined }>(
  items: readonly Item[] | undefined,
): readonly Item[] {
  if (items === undefined) return []
  if (Array.isArray(items) && items.every((item) => typeof item?.Name === 'string')) return items
  throw new SyntaxError('A listed resource has no name.')
}
