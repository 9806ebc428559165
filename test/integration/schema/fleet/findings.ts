import { ACCOUNT, imageArn, type TestGateway } from '../../../support/gateway.ts'

export const OTHER = '210987654321'
export const roles = `arn:aws:iam::${ACCOUNT}:role/reader,arn:aws:iam::${OTHER}:role/reader`

interface Finding {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly since: string
}

export interface Answer {
  readonly appStreamFleets: {
    readonly totalCount: number
    readonly nodes: readonly { readonly name: string; readonly findings: readonly Finding[] | null }[]
    readonly failures: readonly unknown[]
  }
}

export const QUERY = `{ appStreamFleets(first: 100) {
  totalCount nodes { name findings { code severity message since } } failures { code }
} }`

/** Returns the findings of each fleet as `CODE SEVERITY`, by its name. */
export async function findingsOf(gateway: TestGateway) {
  const { appStreamFleets } = await gateway.read<Answer, never>(QUERY)
  return Object.fromEntries(
    appStreamFleets.nodes.map(({ name, findings }) => [
      name,
      findings?.map(({ code, severity }) => `${code} ${severity}`),
    ]),
  )
}

/** Returns the names of the fleets with these findings. */
export async function namesWith(gateway: TestGateway, codes: string, headers = {}) {
  const { appStreamFleets } = await gateway.read<Answer, never>(
    `{ appStreamFleets(first: 100, filter: { findings: [${codes}] }) { nodes { name } } }`,
    { headers },
  )
  return appStreamFleets.nodes.map(({ name }) => name)
}

export const errors = { FleetErrors: [{ ErrorCode: 'SUBNET_NOT_FOUND', ErrorMessage: 'No subnet.' }] }
const capacity = (Desired: number, Running: number, InUse: number) => ({
  ComputeCapacityStatus: { Desired, Running, InUse, Available: Running - InUse },
})

/** Adds fleets with one finding each, and some without. */
export function fill({ home }: TestGateway): void {
  home.putImage({ Name: 'golden', LatestAppstreamAgentVersion: 'TRUE' })
  home.putImage({ Name: 'old', LatestAppstreamAgentVersion: 'FALSE', State: 'DEPRECATED' })
  const golden = { ImageArn: imageArn('golden') }
  home.putFleet({ Name: 'well', ...golden })
  home.putFleet({ Name: 'failing', ...golden, ...errors })
  home.putFleet({ Name: 'failed', ...golden, ...errors, State: 'STOPPED' })
  home.putFleet({ Name: 'orphan', ImageArn: imageArn('gone') })
  home.putFleet({ Name: 'outdated', ImageArn: imageArn('old') })
  home.putFleet({ Name: 'full', ...golden, ...capacity(3, 2, 2) })
  home.putFleet({ Name: 'idle', ...golden, ...capacity(0, 0, 0) })
  home.putFleet({
    ...{ Name: 'elastic', FleetType: 'ELASTIC', MaxConcurrentSessions: 2 },
    ComputeCapacityStatus: { Desired: 0, Running: 2, InUse: 2, Available: 0 },
  })
}
