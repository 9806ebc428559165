import { composeServices as composeApollo } from '@apollo/composition'
import { composeServices as composeGuild } from '@theguild/federation-composition'
import { federateSubgraphs } from '@wundergraph/composition'
import { parse, print } from 'graphql'

/** A subgraph to compose. */
export interface Subgraph {
  readonly name: string
  readonly url: string
  readonly sdl: string
}

/** What a composer made of the subgraphs. */
export interface Composition {
  /** The supergraph's SDL, or that of what its clients see; undefined where it did not compose. */
  readonly supergraph: string | undefined
  /** Errors, warnings and hints: whatever the composer had to say. */
  readonly complaints: readonly string[]
}

/** Composes as Apollo's GraphOS does. */
export function composeWithApollo(subgraphs: readonly Subgraph[]): Composition {
  const { supergraphSdl, errors, hints } = composeApollo(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  )
  return { supergraph: supergraphSdl, complaints: [...(errors ?? []), ...(hints ?? [])].map(String) }
}

/** Composes as Hive does. */
export function composeWithGuild(subgraphs: readonly Subgraph[]): Composition {
  const { supergraphSdl, errors } = composeGuild(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  )
  return { supergraph: supergraphSdl, complaints: (errors ?? []).map(String) }
}

/** Composes as Cosmo does. */
export function composeWithWunderGraph(subgraphs: readonly Subgraph[]): Composition {
  const result = federateSubgraphs({
    subgraphs: subgraphs.map(({ name, url, sdl }) => ({ name, url, definitions: parse(sdl) })),
  })
  const complaints = [...(result.success ? [] : result.errors), ...result.warnings]
  return {
    supergraph: result.success ? print(result.federatedGraphAST) : undefined,
    complaints: complaints.map(({ message }) => message),
  }
}
