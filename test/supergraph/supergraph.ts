import { printSubgraph } from '../../src/schema/federation/subgraph.ts'
import { createSchema } from '../../src/schema/index.ts'
import { type CompanyData, companySdl, startCompanySubgraph } from './company.ts'
import { composers, type Subgraph } from './routers/compose.ts'

/** The two subgraphs, at the addresses where they are served. */
export function subgraphsAt(appstreamUrl: string, companyUrl: string): Subgraph[] {
  return [
    { name: 'appstream', url: appstreamUrl, sdl: printSubgraph(createSchema()) },
    { name: 'company', url: companyUrl, sdl: companySdl },
  ]
}

/** The company's subgraph beside a running gateway, and the supergraph of both. */
export interface Supergraph extends AsyncDisposable {
  readonly sdl: string
}

/** Starts the company's subgraph, and composes it with the gateway's. @throws what the composer complains of. */
export async function startSupergraph(
  appstreamUrl: string,
  data: CompanyData,
  composer = '@theguild/federation-composition',
): Promise<Supergraph> {
  await using started = new AsyncDisposableStack()
  const company = started.use(await startCompanySubgraph(data))
  const compose = composers[composer]
  if (compose === undefined) throw new Error(`There is no composer ${composer}.`)
  const { supergraph, complaints } = compose(subgraphsAt(appstreamUrl, company.url))
  if (supergraph === undefined) throw new Error(complaints.join('\n'))
  const running = started.move()
  return { sdl: supergraph, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
