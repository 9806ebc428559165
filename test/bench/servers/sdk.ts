import { createServer } from 'node:http'
import { type AppStream, createAppStream, newestOf } from './appstream.ts'
import { listen } from './listen.ts'

// Reads with the fewest calls and no GraphQL, as a script would, behind a bare node:http. The argument is the
// emulator's URL. It looks only at the list that a query names.
const appStream = createAppStream(process.argv[2] ?? '')

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const { query }: { readonly query: string } = JSON.parse(body)
  const data = await (query.includes('imageBuilders(') ? readLineage(appStream) : readNewest(appStream))
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ data }))
})
await listen(server)

async function readLineage({ listImageBuilders, describeImages }: AppStream): Promise<unknown> {
  const imageBuilders = (await listImageBuilders()).slice(0, 25)
  const arns = imageBuilders.flatMap(({ ImageArn }) => ImageArn ?? [])
  const images = new Map((await describeImages(arns)).map((image) => [image.Arn, image]))
  const names = new Set(imageBuilders.map(({ Name }) => Name))
  const nodes = imageBuilders.map(({ Name, State, ImageArn }) => {
    const image = images.get(ImageArn)
    const madeOn = image?.ImageBuilderName
    return {
      name: Name,
      state: State,
      image: image && { name: image.Name, imageBuilder: names.has(madeOn) ? { name: madeOn } : null },
    }
  })
  return { imageBuilders: { nodes } }
}

async function readNewest({ listImages }: AppStream): Promise<unknown> {
  const images = newestOf(await listImages(), 'golden-').slice(0, 20)
  const nodes = images.map(({ Name, State, CreatedTime }) => ({
    name: Name,
    state: State,
    createdTime: CreatedTime?.toISOString(),
  }))
  return { images: { nodes } }
}
