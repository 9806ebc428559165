import { randomUUID } from 'node:crypto'
import { type Clock, createSequence } from '../clock.ts'
import type { Journal, Shared, StateMachine } from './shared.ts'

/** Creates the state of a single process. Proposals are applied at once, and every lease is held. */
export function createAlone(clock: Clock): Shared {
  const sequence = createSequence()
  const position = { epoch: randomUUID(), number: 0, nonce: '' }

  function createJournal<Commit>(machine: StateMachine<Commit>): Journal<Commit> {
    return {
      ready: () => undefined,
      isReady: () => true,
      propose(build) {
        const commit = build()
        if (commit === undefined) return 'nothing'
        let number: number | undefined
        machine.apply(commit, {
          // Only commits that need a place among the observations take a number.
          get sequence() {
            number ??= sequence.next()
            return number
          },
          at: clock.now(),
          isOwn: true,
          position,
        })
        return 'committed'
      },
      close() {},
    }
  }

  return {
    status: () => 'alone',
    sequence,
    membership: { floor: () => 0, confirm: async () => {} },
    journal: (_key, machine) => createJournal(machine),
    lease: () => ({ want() {}, isHeld: () => true }),
    position: () => position,
    includes: ({ epoch }) => epoch === position.epoch,
    onReset: () => () => {},
    peers: undefined,
    start: async () => {},
    stop: async () => {},
  }
}
