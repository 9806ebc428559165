import {
  AppStreamClient,
  DescribeImageBuildersCommand,
  DescribeImagesCommand,
  type Image,
  type ImageBuilder,
  type VisibilityType,
} from '@aws-sdk/client-appstream'
import { benchRegion } from '../seed.ts'

/** AppStream as both contenders without a gateway call it: SDK defaults, no caching between calls. */
export interface AppStream {
  listImageBuilders(): Promise<ImageBuilder[]>
  /** Lists the private and the shared images. */
  listImages(): Promise<Image[]>
  /** Describes at most 25 images. */
  describeImages(arns: readonly string[]): Promise<readonly Image[]>
}

/** Maximum number of ARNs in one DescribeImages call. */
export const maxImagesPerCall = 25

/** Creates the calls over one client with keep-alive connections. */
export function createAppStream(endpoint: string): AppStream {
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'emulator' }
  const client = new AppStreamClient({ endpoint, region: benchRegion, credentials })

  async function listImagesOf(Type: VisibilityType): Promise<Image[]> {
    const images: Image[] = []
    let NextToken: string | undefined
    do {
      const page = await client.send(
        new DescribeImagesCommand({ Type, NextToken, MaxResults: maxImagesPerCall }),
      )
      images.push(...(page.Images ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    return images
  }

  return {
    async listImageBuilders() {
      const imageBuilders: ImageBuilder[] = []
      let NextToken: string | undefined
      do {
        const page = await client.send(new DescribeImageBuildersCommand({ NextToken, MaxResults: 100 }))
        imageBuilders.push(...(page.ImageBuilders ?? []))
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      return imageBuilders
    },
    listImages: async () => (await Promise.all([listImagesOf('PRIVATE'), listImagesOf('SHARED')])).flat(),
    describeImages: async (arns) =>
      (await client.send(new DescribeImagesCommand({ Arns: [...arns] }))).Images ?? [],
  }
}

/** Returns the images with a name prefix, newest first. */
export function newestOf(images: readonly Image[], namePrefix: string): Image[] {
  return images
    .filter(({ Name }) => Name?.startsWith(namePrefix))
    .sort((one, other) => (other.CreatedTime?.getTime() ?? 0) - (one.CreatedTime?.getTime() ?? 0))
}

/** Returns a filter of resources created before a time in epoch milliseconds; without one, all pass. */
export function isBefore(
  createdBefore: number | undefined,
): (resource: { readonly CreatedTime?: Date | undefined }) => boolean {
  if (createdBefore === undefined) return () => true
  return ({ CreatedTime }) => CreatedTime !== undefined && CreatedTime.getTime() < createdBefore
}
