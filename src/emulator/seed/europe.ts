import type { EntitlementDraft } from './catalog-drafts.ts'
import type { ImageDraft } from './drafts.ts'
import type { FleetDraft, StackDraft } from './estate-drafts.ts'
import type { SessionDraft, UserDraft } from './people-drafts.ts'

// eu-west-1 of the default account.

/** Images copied for the European office. A copied image has no builder. */
export const europeanImages: readonly ImageDraft[] = [
  {
    name: 'golden-windows-v12',
    title: 'Golden Windows 12',
    base: 'AppStream-WinServer2022-10-05-2026',
    createdDaysAgo: 39,
  },
  {
    name: 'sales-desktop-v2',
    title: 'Sales Desktop 2',
    base: 'golden-windows-v12',
    builder: 'sales-desktop',
    createdDaysAgo: 16,
    applications: ['CRM', 'Firefox'],
    tags: { team: 'sales', 'data-residency': 'eu' },
  },
  {
    name: 'office-suite-v9',
    title: 'Office Suite 9',
    base: 'golden-windows-v12',
    createdDaysAgo: 0.01,
    details: { State: 'COPYING' },
  },
]

/** The fleet of the European office. */
export const europeanFleet: FleetDraft = {
  name: 'sales-production',
  title: 'Sales',
  image: 'sales-desktop-v2',
  createdDaysAgo: 15,
  state: 'RUNNING',
  fleetType: 'ALWAYS_ON',
  desired: 2,
  running: 2,
  tags: { team: 'sales', 'data-residency': 'eu' },
}

/** The stack of the European office. */
export const europeanStack: StackDraft = {
  name: 'sales',
  title: 'Sales',
  fleet: 'sales-production',
  createdDaysAgo: 15,
}

/** The entitlement of the European stack. */
export const europeanEntitlement: EntitlementDraft = {
  stack: 'sales',
  name: 'sales-team',
  attributes: { department: 'sales' },
  applications: ['CRM'],
  createdDaysAgo: 15,
}

/** User pool of eu-west-1. One user has the same address as a user in us-east-1. */
export const europeanUsers: readonly UserDraft[] = [
  {
    userName: 'mira.santos@example.com',
    names: ['Mirabel', 'Santos'],
    createdDaysAgo: 12,
    stacks: ['sales'],
  },
  { userName: 'lena.koch@example.com', names: ['Lena', 'Koch'], createdDaysAgo: 15, stacks: ['sales'] },
]

/** The session of the European office. */
export const europeanSession: SessionDraft = {
  stack: 'sales',
  userId: 'mira.santos@example.com',
  type: 'USERPOOL',
  startedMinutesAgo: 17,
}
