import { entitlementKey } from '../../../../src/emulator/resources/entitlement/kind.ts'
import type { RegionStore } from '../../../../src/emulator/server.ts'
import { imageArn } from '../../../support/gateway.ts'

/** Puts a stack with a running fleet of its own, which offers these applications. */
export function putOffice(
  region: RegionStore,
  stack: string,
  applications: readonly string[],
  fleet: object = {},
): void {
  const { accountId } = region
  region.putImage({ Name: `image-of-${stack}`, Applications: applications.map((Name) => ({ Name })) })
  region.putFleet({ Name: `fleet-of-${stack}`, ImageArn: imageArn(`image-of-${stack}`, accountId), ...fleet })
  region.putStack({ Name: stack })
  region.associate(stack, `fleet-of-${stack}`)
}

/** Puts an entitlement; without applications, it shows ALL. */
export function putEntitlement(
  region: RegionStore,
  StackName: string,
  Name: string,
  attributes: Readonly<Record<string, string>>,
  applications?: readonly string[],
): void {
  region.entitlements.put({
    StackName,
    Name,
    AppVisibility: applications === undefined ? 'ALL' : 'ASSOCIATED',
    Attributes: Object.entries(attributes).map(([name, Value]) => ({ Name: name, Value })),
  })
  for (const application of applications ?? []) {
    region.entitledApplications.add(entitlementKey(StackName, Name), application)
  }
}

/** Everything that a person can reach. */
export const ACCESS = `query Access($subject: AppStreamAccessSubjectInput!, $targets: [AppStreamTargetInput!]) {
  appStreamAccess(subject: $subject, targets: $targets) {
    stacks {
      stack { name region accountId }
      basis
      entitlements { name }
      fleets { name }
      available
      applications { name }
    }
    failures { target { region accountId } code message retryable }
  }
}`

/** Response to {@link ACCESS}. */
export interface AccessAnswer {
  readonly appStreamAccess: {
    readonly stacks: readonly {
      readonly stack: { readonly name: string; readonly region: string; readonly accountId: string }
      readonly basis: string
      readonly entitlements: readonly { readonly name: string }[]
      readonly fleets: readonly { readonly name: string }[] | null
      readonly available: boolean | null
      readonly applications: readonly { readonly name: string }[] | null
    }[]
    readonly failures: readonly { readonly code: string; readonly message: string }[]
  } | null
}

/** Returns an answer in few words: by stack, the basis and the names. */
export function summaryOf({ appStreamAccess }: AccessAnswer) {
  const names = (items: readonly { readonly name: string }[] | null) => items?.map(({ name }) => name) ?? null
  return appStreamAccess?.stacks.map(({ stack, basis, entitlements, fleets, available, applications }) => [
    stack.name,
    basis,
    names(entitlements),
    names(fleets),
    available,
    names(applications),
  ])
}
