/**
 * What the documentation and the model of the service leave open. Each default is the reading that is harder on a
 * client, so that what works here works under the other reading too.
 */
export interface EmulatorBehaviour {
  /** Some of the `Names` of a describe call exist, some do not: the whole call fails, or it answers those that exist. */
  readonly someNamesMissing: 'fail' | 'omit'
  /** The same for the `Arns` of DescribeImages. */
  readonly someArnsMissing: 'fail' | 'omit'
  /** How DescribeImages refuses `Names` together with `Type`. */
  readonly namesWithType: 'InvalidParameterCombinationException' | 'ValidationException'
  /** What DescribeImages makes of `Names` together with `Arns`. */
  readonly namesWithArns: 'InvalidParameterCombinationException' | 'union'
  /** How long a NextToken can be used. */
  readonly nextTokenLifetimeMs: number
}

/** The strict reading of everything. */
export const strictBehaviour: EmulatorBehaviour = {
  someNamesMissing: 'fail',
  someArnsMissing: 'fail',
  namesWithType: 'InvalidParameterCombinationException',
  namesWithArns: 'InvalidParameterCombinationException',
  nextTokenLifetimeMs: 3_600_000,
}
