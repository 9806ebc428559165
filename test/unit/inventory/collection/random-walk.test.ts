import fc from 'fast-check'
import { test } from 'vitest'
import { NAMES, type Setting, startWalk, type Walk } from './random-walk.ts'

/** RUNS extends the search, SEED repeats it. */
const RUNS = Number(process.env['RUNS'] ?? 500)

type Step = fc.AsyncCommand<object, Walk>

function step(name: string, run: (walk: Walk) => void, check = (_walk: Walk) => true): Step {
  return {
    check: () => true,
    async run(_model, walk) {
      if (!check(walk)) return
      run(walk)
      await walk.settle()
    },
    toString: () => name,
  }
}

const anyImage = fc.nat(NAMES.length - 1)
const anyImages = fc.oneof(
  fc.constant('all' as const),
  fc.uniqueArray(anyImage, { minLength: 1, maxLength: NAMES.length }),
)
const anyDelay = fc.constantFrom(1, 400, 1_000, 4_000, 6_000, 29_000, 61_000, 3_600_500)
const arnOf = ({ arns }: Walk, index: number) => arns[index] ?? ''

const advance = anyDelay.map((ms) => step(`advance ${ms} ms`, ({ clock }) => clock.advance(ms)))
const change = anyImage.map((index) =>
  step(`change ${NAMES[index]}`, (walk) => void walk.world.put(arnOf(walk, index))),
)
const remove = anyImage.map((index) =>
  step(
    `delete ${NAMES[index]}`,
    (walk) => walk.world.remove(arnOf(walk, index)),
    (walk) => walk.canRemove(arnOf(walk, index)),
  ),
)
const anyRead = fc.record({
  images: anyImages,
  isNoCache: fc.boolean(),
  allowsStale: fc.boolean(),
  isLagging: fc.boolean(),
})
function begin(
  walk: Walk,
  { images, isLagging, ...request }: typeof anyRead extends fc.Arbitrary<infer Read> ? Read : never,
) {
  walk.setLag(isLagging)
  walk.read({ ...request, arns: images === 'all' ? images : images.map((index) => arnOf(walk, index)) })
}
const read = anyRead.map((request) => step(`read ${JSON.stringify(request)}`, (walk) => begin(walk, request)))
const readAtOnce = anyRead.map((request) =>
  step(`read ${JSON.stringify(request)}, deliver`, (walk) => {
    const known = walk.world.calls.length
    begin(walk, request)
    for (const call of walk.world.calls.slice(known)) call.deliver()
  }),
)
const deliver = fc.nat(5).map((index) =>
  step(
    `deliver call ${index}`,
    ({ world: { calls } }) => calls[index % calls.length]?.deliver(),
    ({ world }) => world.calls.length > 0,
  ),
)
const fail = fc.nat(5).map((index) =>
  step(
    `fail call ${index}`,
    ({ world: { calls } }) => calls[index % calls.length]?.fail('InternalServerException'),
    ({ world }) => world.calls.length > 0,
  ),
)
const page = fc
  .constantFrom(1, 2, 100)
  .map((size) => step(`pages of ${size}`, ({ world }) => world.setPageSize(size)))
const beginWrite = anyImage.map((index) =>
  step(`begin to write ${NAMES[index]}`, (walk) => walk.beginWrite(arnOf(walk, index))),
)
const endWrite = fc
  .tuple(fc.nat(3), fc.constantFrom('succeeded', 'succeeded', 'unknown', 'rejected', 'notExecuted'))
  .map(([index, outcome]) =>
    step(
      `write ${index} ${outcome}`,
      (walk) => walk.endWrite(index, outcome),
      (walk) => walk.openWrites.length > 0,
    ),
  )

const writeAtOnce = anyImage.map((index) =>
  step(`write ${NAMES[index]}`, (walk) => {
    walk.beginWrite(arnOf(walk, index))
    walk.endWrite(walk.openWrites.length - 1, 'succeeded')
  }),
)

async function walkRandomly(setting: Setting, steps: readonly fc.Arbitrary<Step>[]): Promise<void> {
  const commands = fc.commands<object, Walk, false>([...steps] as fc.Arbitrary<Step>[], {
    maxCommands: 60,
    size: 'max',
  })
  await fc.assert(
    fc.asyncProperty(commands, async (walk) => {
      await fc.asyncModelRun(() => ({ model: {}, real: startWalk(setting) }), walk)
    }),
    { seed: Number(process.env['SEED'] ?? 1), numRuns: RUNS },
  )
}

// Deliveries are more frequent than other steps; otherwise nothing would become known.
const reads = [
  advance,
  change,
  change,
  remove,
  read,
  read,
  readAtOnce,
  readAtOnce,
  deliver,
  deliver,
  fail,
  page,
]
const changes = [beginWrite, endWrite, writeAtOnce]

test.each([
  { maxStalenessMs: 5_000, staleIfErrorMs: 60_000 },
  { maxStalenessMs: 5_000, staleIfErrorMs: 0 },
  { maxStalenessMs: 0, staleIfErrorMs: 1_000 },
])('own images keep all invariants with $maxStalenessMs and $staleIfErrorMs ms', (freshness) =>
  walkRandomly({ visibility: 'PRIVATE', ...freshness }, [...reads, ...changes]),
)

test('public images keep all invariants on random walks', () =>
  walkRandomly({ visibility: 'PUBLIC', maxStalenessMs: 3_600_000, staleIfErrorMs: 60_000 }, reads))
