import type { CredentialProvider } from './credential-cache.ts'
import { GATEWAY_SESSION, sessionOf } from './role-session.ts'
import type { RoleAssumer } from './roles.ts'

/** Configured accounts and the roles to assume in them. */
export interface AccountsOptions {
  readonly kind: 'aws' | 'emulator'
  /** One role per account; if empty, the account of the gateway's own credentials is used. */
  readonly roleArns: readonly string[]
  /** Roles that mutations assume, one per account. Without `roleArns`, the single role also determines the account. */
  readonly operateRoleArns?: readonly string[]
  /** Account of the gateway's own credentials, if known. */
  readonly accountId?: string
}

/** Account and the roles to assume in it. */
export interface Account {
  /** Identifies the account in this process: its 12-digit ID (numbered if several roles share it), or `default`. */
  readonly name: string
  readonly accountId: string | undefined
  /** Role for reads; undefined if the gateway's own credentials belong to the account. */
  readonly roleArn: string | undefined
  /** Role for mutations; undefined to use the credentials of reads. */
  readonly operateRoleArn: string | undefined
}

/** Credentials for calls to an account; undefined means the standard AWS credential chain. */
export interface AccountCredentials {
  readonly reading: CredentialProvider | undefined
  /** Shared by all callers, or separate for each. */
  readonly writing:
    | { readonly shared: CredentialProvider | undefined }
    | { readonly byCaller: (caller: string) => CredentialProvider }
}

/** Default account of the emulator. */
const EMULATOR_ACCOUNT_ID = '123456789012'

/** Returns the accounts in the order of the configuration. */
export function accountsOf(options: AccountsOptions): readonly Account[] {
  const { kind, roleArns, operateRoleArns = [] } = options
  if (roleArns.length === 0) {
    const [operateRoleArn] = operateRoleArns
    const accountId = options.accountId ?? (operateRoleArn && accountOfRole(operateRoleArn))
    return [
      {
        name: 'default',
        accountId: accountId ?? (kind === 'emulator' ? EMULATOR_ACCOUNT_ID : undefined),
        roleArn: undefined,
        operateRoleArn,
      },
    ]
  }
  return roleArns.map((roleArn, index) => {
    const accountId = accountOfRole(roleArn)
    const operateRoleArn = operateRoleArns.find((candidate) => accountOfRole(candidate) === accountId)
    // Clients see this name in cursors and staleness errors, so it must not reveal the role.
    const isAlone = roleArns.filter((other) => accountOfRole(other) === accountId).length === 1
    const name = isAlone ? String(accountId) : `${accountId}#${index + 1}`
    return { name, accountId, roleArn, operateRoleArn }
  })
}

/**
 * Returns the credentials for an account in a region. Reads use its role, mutations the operate role if there is one.
 * @param namesCallers true if mutations assume their role once per caller, which identifies the caller to AWS.
 */
export function credentialsOf(
  { roleArn, operateRoleArn }: Account,
  region: string,
  assumeRole: RoleAssumer,
  namesCallers: boolean,
): AccountCredentials {
  const reading = roleArn === undefined ? undefined : assumeRole(region, roleArn, GATEWAY_SESSION)
  const writingRoleArn = operateRoleArn ?? roleArn
  if (writingRoleArn !== undefined && namesCallers) {
    return {
      reading,
      writing: { byCaller: (caller) => assumeRole(region, writingRoleArn, sessionOf(caller)) },
    }
  }
  const shared = operateRoleArn === undefined ? reading : assumeRole(region, operateRoleArn, GATEWAY_SESSION)
  return { reading, writing: { shared } }
}

/** Returns credentials for the emulator, which accepts any secret and uses a 12-digit access key as the account. */
export function emulatorCredentials({ accountId = EMULATOR_ACCOUNT_ID }: Account): AccountCredentials {
  const shared = async () => ({ accessKeyId: accountId, secretAccessKey: 'emulator' })
  return { reading: shared, writing: { shared } }
}

/** Returns the 12-digit account ID of an IAM role's ARN. */
export function accountOfRole(roleArn: string): string | undefined {
  return roleArn.split(':')[4]
}
