import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { expectations, resolve } from './vitest.shared.ts'

/** Files that compare times, rates or the memory of processes, which a busy machine would distort. */
const measurements = ['answers-memory', 'replicas-calls', 'replicas-load'].map(
  (name) => `test/long/${name}.test.ts`,
)

/** Starts the longest file first, so that it does not run alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith('/replicas-chaos.test.ts')
    return (await super.sort(files)).sort((one, other) => Number(isLongest(other)) - Number(isLongest(one)))
  }
}

const shared = { expect: expectations, testTimeout: 300_000, hookTimeout: 60_000 }

/** Suite that takes minutes: walks, fuzz, soak, then measurements. `npm run test:long`. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve,
        test: {
          ...shared,
          name: 'walks',
          include: ['test/long/**/*.test.ts'],
          exclude: measurements,
          // Replicas in chaos need a core for their beats.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'measurements',
          include: measurements,
          // One at a time: each would distort the figures of the other.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
