import {
  AppStreamClient,
  DescribeImageBuildersCommand,
  DescribeImagesCommand,
  type Image,
  type ImageBuilder,
  type VisibilityType,
} from '@aws-sdk/client-appstream'
import { benchRegion } from './seed.ts'

/** AppStream as both contenders without a gateway call it: SDK defaults, nothing kept between calls. */
export interface AppStream {
  listImageBuilders(): Promise<ImageBuilder[]>
  /** The private and the shared images. */
  listImages(): Promise<Image[]>
  /** At most 25. */
  describeImages(arns: readonly string[]): Promise<readonly Image[]>
}

/** DescribeImages answers at most this many at once. */
export const maxImagesPerCall = 25

/** Makes the calls over one client, which keeps its connections alive. */
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

/** The images whose names start with a prefix, the newest first. */
export function newestOf(images: readonly Image[], namePrefix: string): Image[] {
  return images
    .filter(({ Name }) => Name?.startsWith(namePrefix))
    .sort((one, other) => (other.CreatedTime?.getTime() ?? 0) - (one.CreatedTime?.getTime() ?? 0))
}
