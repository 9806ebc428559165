import { awsSwitch, choice, httpUrl, integer, list, matching, optionalInteger, proxy } from './variable.ts'

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=.@/-]+$/
const RATE = [0, 100_000] as const
const BURST = [1, 100_000] as const

/** Variables that configure access to AWS: regions, roles, endpoints and proxies. */
export const upstreamVariables = {
  UPSTREAM: choice(['emulator', 'aws'], 'emulator', 'Source of the data: the built-in emulator, or AWS.'),
  AWS_REGION: matching(REGION, 'an AWS region', 'AWS region to serve if `AWS_REGIONS` is unset.'),
  AWS_REGIONS: list(REGION, 'AWS regions', 'AWS regions to serve. Default for the emulator: `us-east-1`.'),
  AWS_ROLE_ARNS: list(ROLE_ARN, 'IAM role ARNs', 'Roles to assume for reads, one per account.'),
  AWS_OPERATE_ROLE_ARNS: list(
    ROLE_ARN,
    'IAM role ARNs',
    'Roles to assume for mutations, one per account. Default: the roles for reads.',
  ),
  AWS_SESSION_TAGS: choice(
    ['true', 'false'],
    'false',
    'Assumes the mutation role separately for each caller, and tags the session with the caller.',
  ),
  AWS_ACCOUNT_ID: matching(/^\d{12}$/, 'a 12-digit account id', 'Account of the default credentials.'),
  AWS_ROLE_EXTERNAL_ID: matching(
    /^[\w+=,.@:/-]{2,1224}$/,
    '2 to 1224 letters, digits and `_+=,.@:/-`',
    'External id sent when assuming any of these roles.',
  ),
  AWS_ENDPOINT_URL_APPSTREAM: httpUrl('AppStream endpoint. Default: the regional endpoint of AWS.'),
  AWS_ENDPOINT_URL_STS: httpUrl('STS endpoint for assuming roles. Default: the regional endpoint of AWS.'),
  AWS_ENDPOINT_URL: httpUrl(
    'Endpoint of every AWS service without its own variable. Ignored for the emulator.',
  ),
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: awsSwitch(
    'Ignores the three endpoints above and those in the AWS profile.',
  ),
  AWS_USE_FIPS_ENDPOINT: awsSwitch('Uses the FIPS endpoints of AWS.'),
  AWS_USE_DUALSTACK_ENDPOINT: awsSwitch('Uses the dual-stack (IPv6) endpoints of AWS.'),
  AWS_CA_BUNDLE: matching(/./, 'a PEM file', 'CA certificates to trust in addition to those of Node.js.'),
  HTTPS_PROXY: proxy('Proxy for https URLs: AWS and `AUTH_JWKS_URL`.'),
  HTTP_PROXY: proxy('Proxy for http URLs.'),
  NO_PROXY: matching(
    /^[^\s,]+(\s*,\s*[^\s,]+)*,?$/,
    'a comma-separated list of hosts, `.domains`, addresses and address ranges, or `*`',
    'Hosts to reach without a proxy.',
  ),
}

/** Variables of calls to AWS: timeouts, retries, call budgets and the circuit breaker. */
export const callVariables = {
  UPSTREAM_TIMEOUT_MS: integer([100, 600_000], 10_000, 'ms', 'Timeout of one AWS call, including retries.'),
  UPSTREAM_LISTING_TIMEOUT_MS: integer(
    [100, 3_600_000],
    60_000,
    'ms',
    'Timeout of one listing, including all its pages.',
  ),
  UPSTREAM_MAX_ATTEMPTS: integer(
    [1, 10],
    3,
    'attempts',
    'Maximum number of attempts per AWS call, including the first.',
  ),
  UPSTREAM_RETRY_BASE_MS: integer(
    [1, 60_000],
    100,
    'ms',
    'Base delay of the exponential backoff between retries.',
  ),
  UPSTREAM_CALLS_PER_SECOND: optionalInteger(
    RATE,
    'Maximum rate of AWS requests per account and region; 0: no limit. Default: 25 for AWS, 0 for the emulator.',
  ),
  UPSTREAM_CALLS_BURST: optionalInteger(BURST, 'Burst size. Default: 5 seconds at that rate.'),
  UPSTREAM_READS_PER_SECOND: optionalInteger(
    RATE,
    'Maximum rate of reads that a client waits for, within `UPSTREAM_CALLS_PER_SECOND`. Default: 20 for AWS, 0 for the emulator.',
  ),
  UPSTREAM_READS_BURST: optionalInteger(BURST, 'Burst size. Default: 5 seconds at that rate.'),
  UPSTREAM_WRITES_PER_SECOND: optionalInteger(
    RATE,
    'Maximum rate of mutations, within `UPSTREAM_CALLS_PER_SECOND`. Default: 5 for AWS, 0 for the emulator.',
  ),
  UPSTREAM_WRITES_BURST: optionalInteger(BURST, 'Burst size. Default: 5 seconds at that rate.'),
  UPSTREAM_POLLS_PER_SECOND: optionalInteger(
    RATE,
    'Maximum rate of polls for subscriptions, within `UPSTREAM_CALLS_PER_SECOND`. Default: 10 for AWS, 0 for the emulator.',
  ),
  UPSTREAM_POLLS_BURST: optionalInteger(BURST, 'Burst size. Default: 5 seconds at that rate.'),
  UPSTREAM_QUEUE_MAX: integer(
    [1, 100_000],
    200,
    'requests',
    'Maximum number of requests queued for these rates, for each of reads, writes and polls.',
  ),
  UPSTREAM_BREAKER_FAILURES: integer(
    [0, 1000],
    8,
    'calls',
    'Consecutive failures that open the circuit breaker of an account and region; 0: never.',
  ),
  UPSTREAM_BREAKER_PAUSE_MS: integer(
    [1, 600_000],
    5000,
    'ms',
    'Time that the circuit breaker stays open before one trial call.',
  ),
}
