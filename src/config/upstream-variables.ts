import { awsSwitch, choice, httpUrl, integer, list, matching, optionalInteger, proxy } from './variable.ts'

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=.@/-]+$/
const RATE = [0, 100_000] as const
const BURST = [1, 100_000] as const

/** Variables of the way to AWS, and of how much it is asked. */
export const upstreamVariables = {
  UPSTREAM: choice(['emulator', 'aws'], 'emulator', 'What stands behind the gateway.'),
  AWS_REGION: matching(REGION, 'an AWS region', 'The region of AWS to read where `AWS_REGIONS` is unset.'),
  AWS_REGIONS: list(REGION, 'AWS regions', 'The regions to read; for the emulator, us-east-1 unless set.'),
  AWS_ROLE_ARNS: list(ROLE_ARN, 'IAM role ARNs', 'The roles to read through; each is another account.'),
  AWS_OPERATE_ROLE_ARNS: list(
    ROLE_ARN,
    'IAM role ARNs',
    'The roles that mutations assume instead, one for an account.',
  ),
  AWS_SESSION_TAGS: choice(
    ['true', 'false'],
    'false',
    'Whether mutations assume their role for each caller, and tag the session with who that is.',
  ),
  AWS_ACCOUNT_ID: matching(/^\d{12}$/, 'an account of 12 digits', 'The account of the default credentials.'),
  AWS_ROLE_EXTERNAL_ID: matching(
    /^[\w+=,.@:/-]{2,1224}$/,
    '2 to 1224 letters, digits and `_+=,.@:/-`',
    'The external id that is presented with every role of these variables.',
  ),
  AWS_ENDPOINT_URL_APPSTREAM: httpUrl("An endpoint to use instead of the region's own."),
  AWS_ENDPOINT_URL_STS: httpUrl('An endpoint to use instead of STS, which gives the credentials of roles.'),
  AWS_ENDPOINT_URL: httpUrl(
    'The same for every AWS service without a variable of its own; not for the emulator.',
  ),
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: awsSwitch(
    'Ignores the three endpoints above, and those of the AWS profile.',
  ),
  AWS_USE_FIPS_ENDPOINT: awsSwitch('Uses the FIPS endpoints of AWS.'),
  AWS_USE_DUALSTACK_ENDPOINT: awsSwitch('Uses the dual-stack (IPv6) endpoints of AWS.'),
  AWS_CA_BUNDLE: matching(/./, 'a PEM file', 'CA certificates to trust beside those that Node.js trusts.'),
  HTTPS_PROXY: proxy('The proxy for https URLs: those of AWS and `AUTH_JWKS_URL`.'),
  HTTP_PROXY: proxy('The proxy for http URLs.'),
  NO_PROXY: matching(
    /^[^\s,]+(\s*,\s*[^\s,]+)*,?$/,
    'a comma list of hosts, `.domains`, addresses and address ranges, or `*`',
    'Hosts that are reached without a proxy.',
  ),
  UPSTREAM_TIMEOUT_MS: integer([100, 600_000], 10_000, 'ms', 'One AWS call, its retries included.'),
  UPSTREAM_LISTING_TIMEOUT_MS: integer([100, 3_600_000], 60_000, 'ms', 'One whole listing, all its pages.'),
  UPSTREAM_MAX_ATTEMPTS: integer([1, 10], 3, 'attempts', 'Attempts at one AWS call, the first included.'),
  UPSTREAM_RETRY_BASE_MS: integer([1, 60_000], 100, 'ms', 'The delay that retries back off from.'),
  UPSTREAM_CALLS_PER_SECOND: optionalInteger(
    RATE,
    'Requests to AWS for each account and region; 0: any number. For AWS 25 unless set, for the emulator 0.',
  ),
  UPSTREAM_CALLS_BURST: optionalInteger(BURST, 'How many at once; five seconds of that unless set.'),
  UPSTREAM_READS_PER_SECOND: optionalInteger(RATE, 'Of these, reads that somebody waits for; 20, or 0.'),
  UPSTREAM_READS_BURST: optionalInteger(BURST, 'How many at once; likewise.'),
  UPSTREAM_WRITES_PER_SECOND: optionalInteger(RATE, 'Of these, mutations; 5, or 0.'),
  UPSTREAM_WRITES_BURST: optionalInteger(BURST, 'How many at once; likewise.'),
  UPSTREAM_POLLS_PER_SECOND: optionalInteger(RATE, 'Of these, polls for subscribers; 10, or 0.'),
  UPSTREAM_POLLS_BURST: optionalInteger(BURST, 'How many at once; likewise.'),
  UPSTREAM_QUEUE_MAX: integer(
    [1, 100_000],
    200,
    'requests',
    'Reads, writes or polls that may wait for that at a time.',
  ),
  UPSTREAM_BREAKER_FAILURES: integer(
    [0, 1000],
    8,
    'calls',
    'Consecutive failures after which an account and region is not asked for a while; 0: it always is.',
  ),
  UPSTREAM_BREAKER_PAUSE_MS: integer([1, 600_000], 5000, 'ms', 'Until one call tries it again.'),
}
