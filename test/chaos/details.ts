import { formatArn } from '../../src/emulator/arn.ts'
import { ACCOUNT, REGION } from '../support/gateway.ts'
import { ask, type MutationAnswer } from './requests.ts'
import { KEPT_FLEETS, STACKS, type World } from './world.ts'
import type { WriteAndRead } from './write-and-read.ts'

/** Creates a step that changes what is read for a single resource: the tags of a stack, or its fleet. */
export function createDetailSteps(
  world: World,
  random: () => number,
  writeAndRead: WriteAndRead,
): () => Promise<void> {
  const { associations } = world.emulator.region(REGION)
  /** Values in the order in which they were sent, by subject. */
  const sent = new Map<string, string[]>()
  let marks = 0

  function versionsOf(name: string, first: string): string[] {
    const versions = sent.get(name) ?? [first]
    sent.set(name, versions)
    return versions
  }

  async function tag(stack: string): Promise<void> {
    const name = `tags of ${stack}`
    const versions = versionsOf(name, 'none')
    const value = `mark-${++marks}`
    const resourceArn = formatArn(REGION, ACCOUNT, 'stack', stack)
    const read = async (url: string) => {
      const answer = await ask(url, `{ answer: appStreamStack(name: "${stack}") { tags { key value } } }`)
      const shown = answer.data?.answer as { readonly tags: readonly { readonly value: string }[] } | null
      if (answer.errors !== undefined || shown == null) return undefined
      return shown.tags[0]?.value ?? 'none'
    }
    await writeAndRead(
      { name, versions: () => versions, read },
      (url) => {
        versions.push(value)
        return run(url, 'tagAppStreamResource', { resourceArn, tags: [{ key: 'mark', value }] })
      },
      () => versions.indexOf(value),
    )
  }

  async function associate(stack: string, fleet: string): Promise<void> {
    const name = `fleet of ${stack}`
    const versions = versionsOf(name, 'none')
    const current = () => (associations.has(stack, fleet) ? fleet : 'none')
    const note = () => {
      if (versions.at(-1) !== current()) versions.push(current())
    }
    const isFleetSide = random() < 0.5
    const read = async (url: string) => {
      const query = isFleetSide
        ? `{ answer: appStreamFleet(name: "${fleet}") { others: stacks { nodes { name } } } }`
        : `{ answer: appStreamStack(name: "${stack}") { others: fleets { nodes { name } } } }`
      const answer = await ask(url, query)
      const shown = answer.data?.answer as { readonly others: { readonly nodes: readonly object[] } } | null
      if (answer.errors !== undefined || shown == null) return undefined
      return shown.others.nodes.length > 0 ? fleet : 'none'
    }
    await writeAndRead(
      { name, versions: () => versions, read },
      async (url) => {
        // A call whose replica was killed may have been executed.
        note()
        const mutation = current() === 'none' ? 'associateAppStreamFleet' : 'disassociateAppStreamFleet'
        // AWS may show it to others before this call returns.
        versions.push(current() === 'none' ? fleet : 'none')
        try {
          return await run(url, mutation, { fleetName: fleet, stackName: stack })
        } finally {
          note()
        }
      },
      () => versions.length - 1,
    )
  }

  return () => {
    const index = Math.floor(random() * STACKS.length)
    const [stack = '', fleet = ''] = [STACKS[index], KEPT_FLEETS[index]]
    return random() < 0.5 ? tag(stack) : associate(stack, fleet)
  }
}

async function run(url: string, mutation: string, input: object): Promise<MutationAnswer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const query = `mutation ($input: ${type}!) { answer: ${mutation}(input: $input) {
    __typename ... on AppStreamError { code }
  } }`
  const { data, errors } = await ask(url, query, { input })
  if (errors !== undefined || data == null) {
    return { type: 'error', item: undefined, code: errors?.[0]?.extensions?.code ?? 'error' }
  }
  const { __typename, code } = data.answer as { readonly __typename: string; readonly code?: string }
  return { type: __typename, item: undefined, code }
}
