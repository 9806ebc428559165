import { composeServices as composeWithApollo } from '@apollo/composition'
import { composeServices as composeWithGuild } from '@theguild/federation-composition'
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

/** Each composer there is, by its package. */
export const composers: Readonly<Record<string, (subgraphs: readonly Subgraph[]) => Composition>> = {
  '@apollo/composition': (subgraphs) => {
    const { supergraphSdl, errors, hints } = composeWithApollo(
      subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
    )
    return { supergraph: supergraphSdl, complaints: [...(errors ?? []), ...(hints ?? [])].map(String) }
  },
  '@theguild/federation-composition': (subgraphs) => {
    const { supergraphSdl, errors } = composeWithGuild(
      subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
    )
    return { supergraph: supergraphSdl, complaints: (errors ?? []).map(String) }
  },
  '@wundergraph/composition': (subgraphs) => {
    const result = federateSubgraphs({
      subgraphs: subgraphs.map(({ name, url, sdl }) => ({ name, url, definitions: parse(sdl) })),
    })
    const complaints = [...(result.success ? [] : result.errors), ...result.warnings]
    return {
      supergraph: result.success ? print(result.federatedGraphAST) : undefined,
      complaints: complaints.map((complaint) => complaint.message),
    }
  },
}
