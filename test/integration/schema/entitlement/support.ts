import {
  imageArn,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'

/** Starts a gateway whose stack `office` has three entitlements, and `lab` none. */
export async function startOffice(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const gateway = await startGateway({
    ...options,
    emulator: { behaviour: { visibleAfterMs: 0 }, ...options.emulator },
  })
  const { home } = gateway
  home.putImage({ Name: 'golden', Applications: [{ Name: 'Word' }, { Name: 'Excel' }, { Name: 'Paint' }] })
  home.putFleet({ Name: 'desks', ImageArn: imageArn('golden'), ImageName: 'golden' })
  for (const Name of ['office', 'lab']) home.putStack({ Name })
  home.associate('office', 'desks')
  home.entitlements.put({
    ...{ StackName: 'office', Name: 'writers', Description: 'They write.', AppVisibility: 'ASSOCIATED' },
    Attributes: [
      { Name: 'department', Value: 'press' },
      { Name: 'roles', Value: 'author' },
    ],
  })
  home.entitlements.put({
    ...{ StackName: 'office', Name: 'everybody', AppVisibility: 'ALL' },
    Attributes: [{ Name: 'organization', Value: 'acme' }],
  })
  home.entitlements.put({
    ...{ StackName: 'office', Name: 'accountants', AppVisibility: 'ASSOCIATED' },
    Attributes: [{ Name: 'department', Value: 'finance' }],
  })
  home.entitledApplications.add('office/writers', 'Word')
  home.entitledApplications.add('office/writers', 'Paint')
  home.entitledApplications.add('office/accountants', 'Excel')
  return gateway
}
