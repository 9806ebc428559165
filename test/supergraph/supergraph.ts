import { printSubgraph } from '../../src/schema/federation/subgraph.ts'
import { createSchema } from '../../src/schema/index.ts'
import { type CompanyData, type CompanySubgraph, companySdl, startCompanySubgraph } from './company.ts'
import { composeWithGuild, type Subgraph } from './routers/compose.ts'

/** Published SDL of this gateway. */
export const appstreamSdl = printSubgraph(createSchema())

/** Returns the two subgraphs with their addresses. */
export function subgraphsAt(appstreamUrl: string, companyUrl: string, sdl = appstreamSdl): Subgraph[] {
  return [
    { name: 'appstream', url: appstreamUrl, sdl },
    { name: 'company', url: companyUrl, sdl: companySdl },
  ]
}

/** Company's subgraph next to a running gateway, and the supergraph of both. */
export interface Supergraph extends AsyncDisposable {
  readonly sdl: string
  readonly company: CompanySubgraph
}

/**
 * Starts the company's subgraph and composes it with the gateway's.
 * @throws with the composer's errors.
 */
export async function startSupergraph(
  appstreamUrl: string,
  data: CompanyData,
  sdl = appstreamSdl,
): Promise<Supergraph> {
  await using started = new AsyncDisposableStack()
  const company = started.use(await startCompanySubgraph(data))
  const { supergraph, complaints } = composeWithGuild(subgraphsAt(appstreamUrl, company.url, sdl))
  if (supergraph === undefined) throw new Error(complaints.join('\n'))
  const running = started.move()
  return { sdl: supergraph, company, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
