// Prints src/appstream/model/requests.json from the compact model of the emulator: the exceptions of each operation and
// the constraints on its input.
// node src/tools/request-model.ts > src/appstream/model/requests.json
import { readFileSync } from 'node:fs'

interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, string>>
  readonly member?: string
  readonly key?: string
  readonly value?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly min?: number
  readonly max?: number
}

interface Model {
  readonly source: string
  readonly license: string
  readonly operations: Readonly<
    Record<string, { readonly input?: string; readonly errors: readonly string[] }>
  >
  readonly shapes: Readonly<Record<string, Shape>>
}

/** Returns the content of the file. */
export function requestModel({ source, license, operations, shapes }: Model): string {
  const reached = new Map<string, Shape>()
  const reach = (name: string | undefined): void => {
    const shape = name === undefined ? undefined : shapes[name]
    if (name === undefined || shape === undefined || reached.has(name)) return
    reached.set(name, shape)
    for (const member of Object.values(shape.members ?? {})) reach(member)
    for (const part of [shape.member, shape.key, shape.value]) reach(part)
  }
  for (const { input } of Object.values(operations)) reach(input)
  const requests = Object.entries(operations).map(
    ([name, { input, errors }]) => [name, { input, errors }] as const,
  )
  return `{
  "source": ${JSON.stringify(`${source}; of these the requests, by src/tools/request-model.ts`)},
  "license": ${JSON.stringify(license)},
  "operations": {
${lines(requests)}
  },
  "shapes": {
${lines([...reached].sort(([one], [other]) => (one < other ? -1 : 1)))}
  }
}
`
}

function lines(entries: readonly (readonly [string, unknown])[]): string {
  return entries.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')
}

if (import.meta.main) {
  process.stdout.write(requestModel(JSON.parse(readFileSync('src/emulator/model.json', 'utf8'))))
}
