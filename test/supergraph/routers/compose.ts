import { composeServices as composeApollo } from '@apollo/composition'
import { composeServices as composeGuild } from '@theguild/federation-composition'
import { federateSubgraphs } from '@wundergraph/composition'
import { parse, print } from 'graphql'

/** Subgraph to compose. */
export interface Subgraph {
  readonly name: string
  readonly url: string
  readonly sdl: string
}

/** Result of a composition. */
export interface Composition {
  /** SDL of the supergraph, or of its client schema; undefined if composition failed. */
  readonly supergraph: string | undefined
  /** Errors, warnings and hints of the composer. */
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
