import type { CredentialProvider } from './kept-credentials.ts'
import type { RoleAssumer } from './roles.ts'
import { GATEWAY_SESSION, sessionOf } from './session.ts'

/** Which accounts there are, and how each is entered. */
export interface AccountsOptions {
  readonly kind: 'aws' | 'emulator'
  /** Each is another account; none: the account of the gateway's own credentials. */
  readonly roleArns: readonly string[]
  /** What mutations assume, each in its account. Without `roleArns`, one alone tells the account, too. */
  readonly operateRoleArns?: readonly string[]
  /** The account of the gateway's own credentials, where it is known. */
  readonly accountId?: string
}

/** An account, and the roles to assume there. */
export interface Account {
  /** Names it in this process: its role, or `default`. */
  readonly name: string
  readonly accountId: string | undefined
  /** Undefined where the gateway's own credentials are of the account. */
  readonly roleArn: string | undefined
  /** What mutations assume instead of that. */
  readonly operateRoleArn: string | undefined
}

/** The credentials of the calls to an account; undefined: those that the standard AWS chain finds. */
export interface AccountCredentials {
  readonly reading: CredentialProvider | undefined
  /** For everybody, or for each caller. */
  readonly writing:
    | { readonly shared: CredentialProvider | undefined }
    | { readonly byCaller: (caller: string) => CredentialProvider }
}

/** The emulator's account unless told otherwise. */
const EMULATOR_ACCOUNT_ID = '123456789012'

/** The accounts, in the order of the configuration. */
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
    // Cursors and stale answers tell clients this name, and which role it is that reads is not theirs to know.
    const isAlone = roleArns.filter((other) => accountOfRole(other) === accountId).length === 1
    const name = isAlone ? String(accountId) : `${accountId}#${index + 1}`
    return { name, accountId, roleArn, operateRoleArn }
  })
}

/**
 * The credentials of an account's calls in a region: reads by its role, mutations by the operate role, where there is one.
 * @param namesCallers whether mutations assume their role for each caller, so that AWS is told who it is.
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

/** The emulator's: any secret does, and an access key of 12 digits is the account. */
export function emulatorCredentials({ accountId = EMULATOR_ACCOUNT_ID }: Account): AccountCredentials {
  const shared = async () => ({ accessKeyId: accountId, secretAccessKey: 'emulator' })
  return { reading: shared, writing: { shared } }
}

/** The 12-digit account of an IAM role's ARN. */
export function accountOfRole(roleArn: string): string | undefined {
  return roleArn.split(':')[4]
}
