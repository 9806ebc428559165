import { z } from 'zod'
import { type AppStream, createAppStream, newestOf } from './appstream.ts'
import { applyLoad, loadShape } from './load.ts'
import type { ScenarioName } from './scenarios.ts'

/** Request to this program over its IPC channel: one read with its answer, or reads under load. */
export const directRequest = z.object({
  scenario: z.enum(['lineage', 'latest image']) satisfies z.ZodType<ScenarioName>,
  load: loadShape.optional(),
})

type Read = (appStream: AppStream) => Promise<unknown>

/** Reads with the fewest calls and no GraphQL, as a script would. Answers have the shape of query results. */
const reads: Readonly<Record<ScenarioName, Read>> = { lineage: readLineage, 'latest image': readLatestImage }

// Runs as a separate program; the argument is the emulator's URL.
const [endpoint] = process.argv.slice(2)
if (endpoint !== undefined) {
  const appStream = createAppStream(endpoint)
  process.on('message', async (message) => {
    const { scenario, load } = directRequest.parse(message)
    const read = reads[scenario]
    process.send?.(
      load === undefined
        ? await read(appStream)
        : await applyLoad(async () => {
            await read(appStream)
          }, load),
    )
  })
  console.log('direct is ready')
}

async function readLineage(appStream: AppStream): Promise<unknown> {
  const imageBuilders = (await appStream.listImageBuilders()).slice(0, 25)
  const arns = imageBuilders.flatMap(({ ImageArn }) => ImageArn ?? [])
  const images = new Map((await appStream.describeImages(arns)).map((image) => [image.Arn, image]))
  const byName = new Map(imageBuilders.map((imageBuilder) => [imageBuilder.Name, imageBuilder]))
  const nodes = imageBuilders.map(({ ImageArn }) => {
    const image = images.get(ImageArn)
    const imageBuilder = byName.get(image?.ImageBuilderName)
    const origin = images.get(imageBuilder?.ImageArn)
    const made = imageBuilder && { image: origin ? { name: origin.Name } : null }
    return { image: image ? { imageBuilder: made ?? null } : null }
  })
  return { imageBuilders: { nodes } }
}

async function readLatestImage(appStream: AppStream): Promise<unknown> {
  const images = newestOf(await appStream.listImages(), 'golden-').slice(0, 20)
  const nodes = images.map(({ Name, State, CreatedTime }) => ({
    name: Name,
    state: State,
    createdTime: CreatedTime?.toISOString(),
  }))
  return { images: { nodes } }
}
