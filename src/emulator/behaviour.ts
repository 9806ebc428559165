/**
 * What the documentation and the model of the service leave open. Each default is the reading that is harder on a
 * client, so that what works here works under the other reading too.
 */
export interface EmulatorBehaviour {
  /** Some of the `Names` of a describe call exist, some do not: the whole call fails, or it answers those that exist. */
  readonly someNamesMissing: 'fail' | 'omit'
  /** The same for the `Arns` of DescribeImages. */
  readonly someArnsMissing: 'fail' | 'omit'
  /** How many resources a page holds at most if they are described by `Names` or `Arns`. */
  readonly namedPageSize: number
  /** How DescribeImages refuses `Names` together with `Type`. */
  readonly namesWithType: 'InvalidParameterCombinationException' | 'ValidationException'
  /** What DescribeImages makes of `Names` together with `Arns`. */
  readonly namesWithArns: 'InvalidParameterCombinationException' | 'union'
  /** How long a NextToken can be used. */
  readonly nextTokenLifetimeMs: number
  /** Whether the image builder that a managed update works on is listed while it does. */
  readonly managedUpdateBuilder: 'listed' | 'hidden'
  /** The agent version that resources have unless they pin another. */
  readonly latestAgentVersion: string
  readonly quotas: Quotas
}

/** How many of a thing an account may have in a region. They stop what creates; a seed or a test may exceed them. */
export interface Quotas {
  readonly imageBuilders: number
  readonly images: number
  /** At a time, into a region. */
  readonly copies: number
  /** At a time. */
  readonly managedUpdates: number
  /** For each image. */
  readonly accountsSharedWith: number
  /** For each resource. */
  readonly tags: number
}

/** Behaviour as it is asked for: what is left out is strict. */
export type BehaviourOptions = Partial<Omit<EmulatorBehaviour, 'quotas'>> & {
  readonly quotas?: Partial<Quotas>
}

/** The strict reading of everything. */
const strictBehaviour: EmulatorBehaviour = {
  someNamesMissing: 'fail',
  someArnsMissing: 'fail',
  // As many as a call may name: a smaller one is seen nowhere.
  namedPageSize: 100,
  namesWithType: 'InvalidParameterCombinationException',
  namesWithArns: 'InvalidParameterCombinationException',
  nextTokenLifetimeMs: 3_600_000,
  managedUpdateBuilder: 'listed',
  latestAgentVersion: '10-05-2026',
  // AWS begins with 10 image builders and 10 images, which is less than the company of the seed has.
  quotas: { imageBuilders: 50, images: 50, copies: 2, managedUpdates: 5, accountsSharedWith: 100, tags: 50 },
}

/** Fills in what is left out. */
export function behaviourOf({ quotas, ...options }: BehaviourOptions = {}): EmulatorBehaviour {
  return { ...strictBehaviour, ...options, quotas: { ...strictBehaviour.quotas, ...quotas } }
}
