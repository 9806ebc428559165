import { setTimeout as wait } from 'node:timers/promises'
import type { Crew } from './crew.ts'
import type { MutationAnswer } from './requests.ts'

/** Subject of a mutation. */
export interface Subject {
  readonly name: string
  /** Returns all versions that AWS has had, oldest first; null while it did not exist. */
  versions(): readonly (string | null)[]
  /** Returns the version that a replica shows; undefined if the query failed. */
  read(url: string): Promise<string | null | undefined>
}

export interface WriteAndReadOptions {
  readonly crew: Crew
  readonly random: () => number
  readonly count: (name: string) => void
  readonly onViolation: (text: string) => void
  /** Returns true while a stale answer is permitted. */
  readonly mayBeStale: () => boolean
}

/**
 * Runs a mutation at one replica, then reads its subject at another, which must show at least the written version.
 * @param findWritten returns the index of the written version, given the number of versions before
 */
export type WriteAndRead = (
  subject: Subject,
  write: (url: string) => Promise<MutationAnswer>,
  findWritten: (versions: readonly (string | null)[], before: number, answer: MutationAnswer) => number,
) => Promise<void>

/** Time in which AWS has executed a call whose replica was killed. */
const IN_FLIGHT_MS = 200
/** Time in which the run has noticed that a replica works alone, even if that replica answers before. */
const NOTICE_MS = 500

/** Creates a {@link WriteAndRead}. Mutations of one subject wait for each other, so that its versions have an order. */
export function createWriteAndRead(options: WriteAndReadOptions): WriteAndRead {
  const { crew, random, count, onViolation, mayBeStale } = options
  const busy = new Set<string>()

  return async (subject, write, findWritten) => {
    const awake = crew.awake()
    const [writer, reader] = [1, 2].map(() => awake[Math.floor(random() * awake.length)])
    if (writer === undefined || reader === undefined || busy.has(subject.name)) return count('skipped')
    busy.add(subject.name)
    let written: number
    let wroteMs: number
    try {
      const before = subject.versions().length
      const writeAt = performance.now()
      const answer = await write(writer.url).catch(async (error: unknown) => {
        await wait(IN_FLIGHT_MS)
        throw error
      })
      if (answer.code !== undefined) return count(`rejected: ${answer.code}`)
      count(answer.type)
      wroteMs = Math.round(performance.now() - writeAt)
      written = findWritten(subject.versions(), before, answer)
    } finally {
      busy.delete(subject.name)
    }
    if (written < 0) return count('unclear version')
    const askedAt = performance.now()
    const shown = await subject.read(reader.url)
    if (shown === undefined) return count('failed reads')
    count('reads after writes')
    const versions = subject.versions()
    const found = versions.lastIndexOf(shown)
    if (found >= written) return
    const tookMs = Math.round(performance.now() - askedAt)
    if (!mayBeStale()) await wait(NOTICE_MS)
    if (mayBeStale()) return count('stale while permitted')
    const age = found < 0 ? 'which AWS never had' : `${versions.length - 1 - found} versions old`
    onViolation(
      `stale: replica ${writer.number} wrote ${versions[written]} to ${subject.name} in ${wroteMs} ms, replica ${reader.number} shows ${shown} after ${tookMs} ms, ${age}`,
    )
  }
}
