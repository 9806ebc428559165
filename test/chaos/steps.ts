import { REGION } from '../support/gateway.ts'
import type { Crew } from './crew.ts'
import { createDetailSteps } from './details.ts'
import { mutate, readAll, readOne, Unanswered } from './requests.ts'
import { type ChaosKind, formatVersion } from './truth.ts'
import { BUILDERS, FLEETS, type World } from './world.ts'
import { createWriteAndRead, type Subject } from './write-and-read.ts'

/** Steps of a chaos run. */
export interface Steps {
  /** Runs one step. Rejects if a replica ends during it. */
  step(): Promise<void>
  readonly counts: Record<string, number>
  /** Builders that were created with a client token, by token. */
  readonly tokens: ReadonlyMap<string, Token>
}

/** Client token with the answers of those who used it. */
export interface Token {
  readonly name: string
  /** Creation time in each payload. */
  readonly created: Set<string>
  /** Number of losses of data before its first use. */
  readonly era: number
}

/** Options of {@link createSteps}. */
export interface StepsOptions {
  readonly world: World
  readonly crew: Crew
  readonly random: () => number
  readonly onViolation: (text: string) => void
  /** Returns the number of times that the engine has lost data. */
  readonly era: () => number
  /** Returns true while a stale answer is permitted. */
  readonly mayBeStale: () => boolean
}

/** States that no mutation leads to or starts from. */
const FLEET_STATES = ['RUNNING', 'STOPPED', 'RUNNING', 'STOPPED', 'STARTING', 'STOPPING']
const BUILDER_STATES = ['FAILED', 'REBOOTING', 'SNAPSHOTTING', 'UPDATING_AGENT']

/** Creates the steps of a run. */
export function createSteps(options: StepsOptions): Steps {
  const { world, crew, random, onViolation, era, mayBeStale } = options
  const home = world.emulator.region(REGION)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const counts: Record<string, number> = {}
  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  const tokens = new Map<string, Token>()
  let marks = 0

  const writeAndRead = createWriteAndRead({ crew, random, count, onViolation, mayBeStale })
  const changeDetail = createDetailSteps(world, random, writeAndRead)

  function resource(kind: ChaosKind, name: string): Subject {
    return {
      name,
      versions: () => world.truth.versionsOf(kind, name),
      async read(url) {
        if (random() < 0.7) return readOne(url, kind, name)
        const all = await readAll(url, kind)
        return all && (all.get(name) ?? null)
      },
    }
  }

  async function rename(): Promise<void> {
    const name = pick(FLEETS.filter((each) => /RUNNING|STOPPED/.test(home.fleets.get(each)?.State ?? '')))
    const displayName = `mark-${++marks}`
    if (name === undefined) return count('skipped')
    const write = (url: string) => mutate(url, 'fleet', 'updateAppStreamFleet', { name, displayName })
    await writeAndRead(resource('fleet', name), write, (versions) =>
      versions.findIndex((version) => version?.endsWith(`, ${displayName}`)),
    )
  }

  async function operate(): Promise<void> {
    const created = [...tokens.values()].map(({ name }) => name)
    const name = random() < 0.5 ? pick(BUILDERS) : pick(created)
    const state = name === undefined ? undefined : home.imageBuilders.get(name)?.State
    const isCreated = !BUILDERS.includes(name)
    const mutation =
      isCreated && (state === 'RUNNING' || state === 'STOPPED')
        ? 'deleteImageBuilder'
        : state === 'RUNNING'
          ? 'stopImageBuilder'
          : state === 'STOPPED'
            ? 'startImageBuilder'
            : undefined
    if (mutation === undefined) return count('skipped')
    const write = (url: string) => mutate(url, 'builder', mutation, { name })
    await writeAndRead(resource('builder', name), write, (versions, before, { item }) =>
      versions.findIndex(
        (version, index) =>
          index >= before && version === formatVersion(item ?? { state: null, createdTime: null }),
      ),
    )
  }

  async function changeAtAws(): Promise<void> {
    const dice = random()
    const kind = random() < 0.5 ? 'fleet' : 'builder'
    const table: Map<string, { readonly State?: string | undefined }> =
      kind === 'fleet' ? home.fleets : home.imageBuilders
    const names = kind === 'fleet' ? FLEETS : BUILDERS
    const missing = names.filter((each) => !table.has(each))
    // Missing ones come back soon, so that there is something to change.
    const name = pick(missing.length > 5 && dice < 0.5 ? missing : names)
    const exists = table.has(name)
    const isStuck = kind === 'builder' && BUILDER_STATES.includes(table.get(name)?.State ?? '')
    count('changes at AWS')
    if (exists && dice < (isStuck ? 0.3 : 0.85)) {
      if (kind === 'fleet') return world.force({ fleet: name, state: pick(FLEET_STATES) })
      return world.force({ imageBuilder: name, state: pick(BUILDER_STATES) })
    }
    if (kind === 'fleet') {
      if (exists) home.fleets.remove(name)
      else home.putFleet({ Name: name, State: 'RUNNING', DisplayName: `mark-${++marks}` })
    } else if (exists) home.imageBuilders.remove(name)
    else home.putImageBuilder({ Name: name, State: 'STOPPED' })
  }

  /** Creates a builder with a client token, or repeats an earlier creation at any replica. */
  async function createOnce(): Promise<void> {
    const replica = pick(crew.awake())
    if (replica === undefined) return count('skipped')
    const isNew = tokens.size === 0 || random() < 0.5
    const clientToken = isNew ? `token-${tokens.size}` : pick([...tokens.keys()].slice(-20))
    const token = tokens.get(clientToken) ?? { name: `made-${tokens.size}`, created: new Set(), era: era() }
    tokens.set(clientToken, token)
    const input = {
      name: token.name,
      imageName: 'golden',
      instanceType: 'stream.standard.medium',
      clientToken,
    }
    const { type, item, code } = await mutate(replica.url, 'builder', 'createImageBuilder', input)
    count(item === undefined ? `createImageBuilder: ${code ?? type}` : 'createImageBuilder')
    if (item?.createdTime != null) token.created.add(item.createdTime)
  }

  return {
    counts,
    tokens,
    async step() {
      const dice = random()
      const made =
        dice < 0.35
          ? rename()
          : dice < 0.45
            ? changeDetail()
            : dice < 0.6
              ? operate()
              : dice < 0.8
                ? changeAtAws()
                : createOnce()
      await made.catch((error: unknown) => {
        const text = error instanceof Error ? error.name : String(error)
        count(`broken requests: ${text}`)
        if (error instanceof Unanswered) onViolation(`hanging: ${error.message}`)
      })
    },
  }
}

/** Reports client tokens that created more than one resource, unless the engine has lost data since. */
export function judgeTokens(
  tokens: ReadonlyMap<string, Token>,
  creations: ReadonlyMap<string, number>,
  era: number,
  violate: (text: string) => void,
): void {
  for (const [clientToken, { name, created, era: firstEra }] of tokens) {
    if (firstEra !== era) continue
    const calls = creations.get(name) ?? 0
    if (calls > 1) violate(`token: ${clientToken} created ${name} with ${calls} AWS calls`)
    if (created.size > 1) violate(`token: ${clientToken} returned ${[...created].join(' and ')}`)
  }
}
