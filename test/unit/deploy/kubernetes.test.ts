import { readdirSync } from 'node:fs'
import { validate as deploymentSchema } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment'
import { validate as autoscalerSchema } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler'
import { validate as configMapSchema } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap'
import { validate as namespaceSchema } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Namespace'
import { validate as secretSchema } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Secret'
import { validate as serviceSchema } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service'
import { validate as serviceAccountSchema } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ServiceAccount'
import { validate as disruptionBudgetSchema } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget'
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkManifest } from '../../support/deploy/kubernetes-schema.ts'
import { checkEnvironment, checkStopTimeout, imageName } from '../../support/deploy/settings.ts'
import { instruction } from '../../support/dockerfile.ts'
import { startGateway } from '../../support/gateway.ts'
import { readRepositoryFile } from '../../support/readme.ts'

const FOLDER = 'deploy/kubernetes'
const { version }: { readonly version: string } = JSON.parse(readRepositoryFile('package.json'))
const read = (file: string) => parse(readRepositoryFile(`${FOLDER}/${file}`))
const kustomization = read('kustomization.yaml')

/** Kind of each manifest, and the schema of Kubernetes for it. */
const MANIFESTS = {
  'namespace.yaml': ['Namespace', namespaceSchema],
  'service-account.yaml': ['ServiceAccount', serviceAccountSchema],
  'config.yaml': ['ConfigMap', configMapSchema],
  'secret.example.yaml': ['Secret', secretSchema],
  'deployment.yaml': ['Deployment', deploymentSchema],
  'service.yaml': ['Service', serviceSchema],
  'autoscaler.yaml': ['HorizontalPodAutoscaler', autoscalerSchema],
  'disruption-budget.yaml': ['PodDisruptionBudget', disruptionBudgetSchema],
} as const

const deployment: IDeployment = read('deployment.yaml')
const pod = deployment.spec?.template.spec
const [container] = pod?.containers ?? []
if (pod === undefined || container === undefined) throw new Error('The deployment has no container.')
const environment: Readonly<Record<string, string>> = {
  ...read('config.yaml').data,
  ...read('secret.example.yaml').stringData,
}

test.each(Object.entries(MANIFESTS))('%s is valid by the schema of Kubernetes', (file, [kind, validate]) => {
  expect(checkManifest(validate, read(file))).toEqual([])
  expect(read(file)).toMatchObject({ kind, metadata: { name: 'appstream-graphql' } })
})

test('kustomize applies every manifest except the example', () => {
  const files = readdirSync(FOLDER).filter((file) => file !== 'kustomization.yaml')

  expect(files.toSorted()).toEqual(Object.keys(MANIFESTS).toSorted())
  expect(kustomization.resources.toSorted()).toEqual(
    files.filter((file) => !file.includes('.example.')).toSorted(),
  )
})

test('kustomize sets the released image', () => {
  const [{ name, newName, newTag }] = kustomization.images

  expect(container.image).toBe(name)
  expect(`${newName.split('/').at(-1)}:${newTag}`).toBe(imageName(version))
})

test('the config map and the secret start the gateway without a warning', () => {
  expect(checkEnvironment(environment)).toEqual([])
  expect(container.envFrom).toEqual([
    { configMapRef: { name: read('config.yaml').metadata.name } },
    { secretRef: { name: read('secret.example.yaml').metadata.name } },
  ])
})

test('probes use paths of the gateway on its port', async () => {
  await using gateway = await startGateway()
  await gateway.read('{ imageBuilders { totalCount } }')
  const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe]
  const paths = probes.map((probe) => probe?.httpGet?.path ?? '/missing')
  const statuses = await Promise.all(
    paths.map(async (path) => (await fetch(new URL(path, gateway.url))).status),
  )

  expect(paths).toEqual(['/healthz', '/healthz', '/readyz'])
  expect(statuses).toEqual([200, 200, 200])
  expect(probes.map((probe) => probe?.httpGet?.port)).toEqual(['http', 'http', 'http'])
  expect(container.ports).toEqual([{ name: 'http', containerPort: Number(instruction('EXPOSE').argument) }])
})

test('Kubernetes notices a draining pod in time, and kills it after shutdown', () => {
  const { periodSeconds = 0, failureThreshold = 0, timeoutSeconds = 0 } = container.readinessProbe ?? {}
  const noticedAfterMs = (periodSeconds * failureThreshold + timeoutSeconds) * 1000

  expect(noticedAfterMs).toBeLessThan(Number(environment['SHUTDOWN_DELAY_MS']))
  expect(checkStopTimeout(environment, pod.terminationGracePeriodSeconds ?? 0)).toEqual([])
})

test('the service, the autoscaler and the disruption budget select the deployment', () => {
  const labels = deployment.spec?.template.metadata?.labels

  expect(labels).toBeDefined()
  expect(deployment.spec?.selector.matchLabels).toEqual(labels)
  expect(read('service.yaml').spec).toMatchObject({ selector: labels, ports: [{ targetPort: 'http' }] })
  expect(read('disruption-budget.yaml').spec.selector.matchLabels).toEqual(labels)
  expect(read('autoscaler.yaml').spec.scaleTargetRef).toEqual({
    apiVersion: deployment.apiVersion,
    kind: deployment.kind,
    name: deployment.metadata?.name,
  })
  expect(pod.serviceAccountName).toBe(read('service-account.yaml').metadata.name)
})

test('a disruption leaves a replica, since the autoscaler keeps at least two', () => {
  const { minReplicas, maxReplicas } = read('autoscaler.yaml').spec
  const { maxUnavailable } = read('disruption-budget.yaml').spec

  expect(minReplicas - maxUnavailable).toBeGreaterThan(0)
  // The number of replicas that share state is tested up to 10.
  expect(maxReplicas).toBeLessThanOrEqual(10)
})

test('the pod meets the restricted security standard and has no service links', () => {
  expect(pod).toMatchObject({
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  })
  expect(container.securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  })
  // The compile cache of the image is in /tmp, which has to be writable.
  expect(container.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/tmp'])
})

describe('the check rejects', () => {
  const withPod = (changed: object) => ({
    ...deployment,
    spec: { ...deployment.spec, template: { ...deployment.spec?.template, spec: changed } },
  })

  test.each([
    ['a misspelled field', { ...pod, containres: [] }, '/spec/template/spec/containres is not a field'],
    [
      'a misspelled field of a probe',
      { ...pod, containers: [{ ...container, readinessProbe: { perodSeconds: 1 } }] },
      '/spec/template/spec/containers/0/readinessProbe/perodSeconds is not a field',
    ],
    [
      'a text for a number',
      { ...pod, terminationGracePeriodSeconds: '30s' },
      '/spec/template/spec/terminationGracePeriodSeconds is invalid',
    ],
  ])('%s', (_what, changed, problem) => {
    expect(checkManifest(deploymentSchema, withPod(changed))).toEqual([problem])
  })
})
