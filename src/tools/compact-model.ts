import { readFileSync } from 'node:fs'

// Prints the compact form of a botocore service-2.json, for src/emulator/model.json:
//   node src/tools/compact-model.ts service-2.json > src/emulator/model.json

interface Reference {
  readonly shape: string
}

interface Shape {
  readonly type: string
  readonly exception?: boolean
  readonly members?: Readonly<Record<string, Reference>>
  readonly member?: Reference
  readonly key?: Reference
  readonly value?: Reference
  readonly [detail: string]: unknown
}

interface Operation {
  readonly input?: Reference
  readonly output?: Reference
  readonly errors?: readonly Reference[]
}

interface Service {
  readonly metadata: { readonly apiVersion: string; readonly targetPrefix: string }
  readonly operations: Readonly<Record<string, Operation>>
  readonly shapes: Readonly<Record<string, Shape>>
}

/**
 * Details of a shape needed for validation, besides its references. All others (documentation, code generator hints)
 * are dropped.
 */
const keptDetails = ['type', 'sensitive', 'required', 'enum', 'pattern', 'min', 'max']

function compactShape(shape: Shape): Record<string, unknown> {
  const details = Object.entries(shape).filter(([name]) => keptDetails.includes(name))
  const members = Object.entries(shape.members ?? {}).map(([name, { shape }]) => [name, shape])
  return {
    ...Object.fromEntries(details),
    ...(shape.members && { members: Object.fromEntries(members) }),
    ...(shape.member && { member: shape.member.shape }),
    ...(shape.key && { key: shape.key.shape }),
    ...(shape.value && { value: shape.value.shape }),
  }
}

function compactOperation(operation: Operation): Record<string, unknown> {
  return {
    input: operation.input?.shape,
    output: operation.output?.shape,
    errors: (operation.errors ?? []).map(({ shape }) => shape),
  }
}

/** Prints one entry per line, for readable diffs between versions of the model. */
function lines(entries: readonly (readonly [string, unknown])[]): string {
  return entries.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')
}

function compactModel(service: Service): string {
  const operations = Object.entries(service.operations).map(
    ([name, operation]) => [name, compactOperation(operation)] as const,
  )
  const shapes = Object.entries(service.shapes)
    .filter(([, shape]) => !shape.exception)
    .map(([name, shape]) => [name, compactShape(shape)] as const)
  return `{
  "source": "The Amazon AppStream service model of botocore 1.43.117, compacted by src/tools/compact-model.ts",
  "license": "Apache-2.0, Copyright Amazon.com, Inc. or its affiliates",
  "apiVersion": ${JSON.stringify(service.metadata.apiVersion)},
  "targetPrefix": ${JSON.stringify(service.metadata.targetPrefix)},
  "operations": {
${lines(operations)}
  },
  "shapes": {
${lines(shapes)}
  }
}
`
}

const [path] = process.argv.slice(2)
if (path === undefined) {
  process.stderr.write('usage: node src/tools/compact-model.ts service-2.json\n')
  process.exitCode = 2
} else {
  process.stdout.write(compactModel(JSON.parse(readFileSync(path, 'utf8'))))
}
