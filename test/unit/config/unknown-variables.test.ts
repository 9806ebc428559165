import { expect, test } from 'vitest'
import { environment } from '../../../src/config/environment.ts'
import { findUnknownVariables } from '../../../src/config/unknown-variables.ts'

/** Returns the findings for variables with a secret value. */
function find(...names: string[]) {
  return findUnknownVariables(Object.fromEntries(names.map((name) => [name, 'hunter2'])))
}

test.each([
  ['MAX_STALENES_MS', 'MAX_STALENESS_MS'],
  ['MAX_STALENESS', 'MAX_STALENESS_MS'],
  ['max_staleness_ms', 'MAX_STALENESS_MS'],
  ['SHUTDOWN_DELAY_SECONDS', 'SHUTDOWN_DELAY_MS'],
  ['APPSTREAM_REGION', 'AWS_REGION'],
  ['APPSTREAM_GRAPHQL_PORT', 'PORT'],
  ['GATEWAY_LOG_LEVEL', 'LOG_LEVEL'],
  ['AWS_REIGON', 'AWS_REGION'],
  ['AWS_REGION_S', 'AWS_REGIONS'],
  ['AWS_ROLES_ARNS', 'AWS_ROLE_ARNS'],
  ['AWS_ENDPOINT_URL_APPSTREM', 'AWS_ENDPOINT_URL_APPSTREAM'],
  ['CORS_ORIGIN', 'CORS_ORIGINS'],
  ['AUTH_JWKS_URI', 'AUTH_JWKS_URL'],
  ['METRIC_TOKEN', 'METRICS_TOKEN'],
  ['LOGLEVEL', 'LOG_LEVEL'],
])('finds %s and suggests %s', (name, suggestion) => {
  expect(find(name)).toEqual([{ name, suggestion }])
})

test.each(['UPSTREAM_RETRIES', 'SHARED_STATE_PASSWORD', 'APPSTREAM_DEBUG'])(
  'finds %s by its prefix, without a suggestion',
  (name) => {
    expect(find(name)).toEqual([{ name, suggestion: undefined }])
  },
)

test('reports no setting and no empty environment', () => {
  expect(find(...Object.keys(environment.shape), 'https_proxy', 'http_proxy', 'no_proxy')).toEqual([])
  expect(find()).toEqual([])
})

test('ignores the variables of shells, Node.js, npm, OpenTelemetry and the AWS SDKs', () => {
  const foreign = `PATH HOME HOSTNAME HOST_NAME PORTS USER SHELL TERM LANG LC_ALL PWD OLDPWD TZ TMPDIR EDITOR DISPLAY
    HISTSIZE LOGNAME SHLVL COLUMNS CI DEBUG NO_COLOR FORCE_COLOR COLORTERM SSH_AUTH_SOCK XDG_RUNTIME_DIR
    NODE_ENV NODE_OPTIONS NODE_PATH NODE_VERSION NODE_EXTRA_CA_CERTS NODE_COMPILE_CACHE NODE_DEBUG YARN_VERSION
    npm_config_https_proxy npm_config_noproxy npm_config_user_agent npm_lifecycle_event npm_package_version
    all_proxy ALL_PROXY FTP_PROXY SOCKS_PROXY SSL_CERT_FILE REDIS_URL DATABASE_URL LOG_FILE AUTH_TOKEN
    OTEL_EXPORTER_OTLP_ENDPOINT OTEL_SERVICE_NAME OTEL_LOG_LEVEL OTEL_RESOURCE_ATTRIBUTES
    AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE AWS_DEFAULT_REGION AWS_DEFAULT_OUTPUT
    AWS_DEFAULT_PROFILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONFIG_FILE
    AWS_SHARED_CREDENTIALS_FILE AWS_SDK_LOAD_CONFIG AWS_STS_REGIONAL_ENDPOINTS AWS_MAX_ATTEMPTS AWS_RETRY_MODE
    AWS_EC2_METADATA_DISABLED AWS_EC2_METADATA_SERVICE_ENDPOINT AWS_METADATA_SERVICE_TIMEOUT AWS_EXECUTION_ENV
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN
    AWS_ENDPOINT_URL_S3 AWS_ENDPOINT_URL_SSO AWS_ENDPOINT_URL_SQS AWS_ENDPOINT_URL_SNS AWS_ENDPOINT_URL_DYNAMODB
    AWS_SDK_UA_APP_ID AWS_DEFAULTS_MODE AWS_S3_US_EAST_1_REGIONAL_ENDPOINT AWS_CLI_AUTO_PROMPT AWS_PAGER
    AWS_LAMBDA_FUNCTION_NAME ECS_CONTAINER_METADATA_URI_V4 ECS_AGENT_URI LAMBDA_TASK_ROOT
    KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT KUBERNETES_PORT KUBERNETES_PORT_443_TCP_ADDR POD_NAME POD_IP`

  expect(find(...foreign.split(/\s+/))).toEqual([])
})

test('ignores the variables that Kubernetes sets for services with such names', () => {
  expect(
    find(
      'APPSTREAM_GRAPHQL_SERVICE_HOST',
      'APPSTREAM_GRAPHQL_SERVICE_PORT',
      'APPSTREAM_GRAPHQL_SERVICE_PORT_HTTP',
      'APPSTREAM_GRAPHQL_PORT',
      'APPSTREAM_GRAPHQL_PORT_4000_TCP',
      'APPSTREAM_GRAPHQL_PORT_4000_TCP_ADDR',
      'SHARED_STATE_SERVICE_HOST',
      'SHARED_STATE_SERVICE_PORT',
      'SHARED_STATE_PORT',
      'SHARED_STATE_PORT_6379_TCP_PROTO',
    ),
  ).toEqual([])
})
