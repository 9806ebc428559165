// Compares the installed SDK and the emulator's service model with the graph. Prints what the graph lacks, and fails on
// anything that src/tools/model/left-out.ts does not list with a reason.
import { globSync, readFileSync } from 'node:fs'
import { serviceModel } from '../emulator/model.ts'
import { createApiSchema } from '../schema/index.ts'
import { operationRegistry } from '../schema/kit/operations.ts'
import { leftOut } from './model/left-out.ts'
import { renamed } from './model/renamed.ts'
import { readSdk, sdkModel } from './model/sdk-model.ts'
import { findGaps, type Gap, type Walk } from './model/walk.ts'

/** Returns the problems that fail the check: gaps without a reason, and reasons without a gap. */
export function problemsOf(
  gaps: readonly Gap[],
  reasons: Readonly<Record<string, string>>,
): readonly string[] {
  const found = new Set(gaps.map(({ id }) => id))
  return [
    ...gaps
      .filter(({ id }) => !(id in reasons))
      .map(({ id, hint, types }) => `${id}: ${hint}${filesOf(types)}`),
    ...Object.keys(reasons)
      .filter((id) => !found.has(id))
      .map((id) => `${id}: the graph has it now, so remove it from src/tools/model/left-out.ts`),
  ]
}

/** Returns, in parentheses, the files that contain the name of a type or of its mutation. */
function filesOf(types: readonly string[]): string {
  const names = types.flatMap((type) => {
    const mutation = type.replace(/(Input|Payload)$/, '')
    return [type, mutation.charAt(0).toLowerCase() + mutation.slice(1)]
  })
  const files = globSync('src/schema/**/*.ts').filter((file) => {
    const source = readFileSync(file, 'utf8')
    return names.some((name) => source.includes(`'${name}'`))
  })
  return files.length === 0 ? '' : ` (${files.sort().join(', ')})`
}

/** Returns the gaps between several service models and the graph. */
export function gapsOf(models: readonly Walk['model'][]): readonly Gap[] {
  const graph = { schema: createApiSchema(), uses: operationRegistry.all(), renamed }
  return models.flatMap((model) => findGaps({ ...graph, model }))
}

if (import.meta.main) {
  const problems = new Set(problemsOf(gapsOf([serviceModel, sdkModel(await readSdk())]), leftOut))
  for (const problem of problems) console.error(problem)
  if (problems.size > 0) {
    console.error(
      'Leave something out on purpose by adding it to src/tools/model/left-out.ts with the reason.',
    )
    process.exitCode = 1
  }
}
