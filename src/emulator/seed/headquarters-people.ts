import type { SessionDraft, UserDraft } from './people-drafts.ts'

// One person occurs several times: mira.santos@example.com is a user of three pools, and also signs in by federation
// and by streaming URLs. Only region, account and authentication type distinguish these users.

/** The user pool of the company's main account, in us-east-1: contractors and agents. */
export const headquartersUsers: readonly UserDraft[] = [
  {
    userName: 'mira.santos@example.com',
    names: ['Mira', 'Santos'],
    createdDaysAgo: 110,
    stacks: ['office-contractors', 'call-center', 'secure-browsing'],
  },
  {
    // A different user, because addresses are case-sensitive.
    userName: 'Mira.Santos@example.com',
    names: ['Mira', 'Santos'],
    createdDaysAgo: 111,
    isDisabled: true,
    status: 'ARCHIVED',
  },
  {
    userName: 'noah.berg@example.org',
    names: ['Noah', 'Berg'],
    createdDaysAgo: 95,
    stacks: ['office-contractors', 'secure-browsing'],
  },
  {
    userName: 'olga.nowak@example.org',
    names: ['Olga', 'Nowak'],
    createdDaysAgo: 90,
    stacks: ['office-contractors'],
  },
  {
    // A disabled user, whose session and stack association remain.
    userName: 'pia.lind@example.org',
    names: ['Pia', 'Lind'],
    createdDaysAgo: 80,
    isDisabled: true,
    stacks: ['secure-browsing'],
  },
  {
    userName: 'quentin.roux@example.org',
    names: ['Quentin', 'Roux'],
    createdDaysAgo: 61,
    isDisabled: true,
    status: 'COMPROMISED',
    stacks: ['office-contractors'],
  },
  {
    userName: 'rosa.vega@example.org',
    names: ['Rosa', 'Vega'],
    createdDaysAgo: 3,
    status: 'UNCONFIRMED',
    stacks: ['call-center'],
  },
  { userName: 'sven.dahl@example.org', createdDaysAgo: 9, status: 'UNCONFIRMED' },
  {
    userName: 'tara.quinn@example.org',
    names: ['Tara', 'Quinn'],
    createdDaysAgo: 40,
    stacks: ['call-center', 'office-contractors'],
  },
  { userName: 'ugo.ferri@example.org', names: ['Ugo', 'Ferri'], createdDaysAgo: 33, status: 'UNKNOWN' },
  {
    // A state that AWS does not document.
    userName: 'vera.holt@example.org',
    names: ['Vera', 'Holt'],
    createdDaysAgo: 28,
    status: 'RESET_REQUIRED',
    stacks: ['call-center'],
  },
  { userName: 'wanda.ilic@example.org', names: ['Wanda', 'Ilic'], createdDaysAgo: 14 },
]

/** Sessions of the company's main account. EXPIRED sessions have no instance. */
export const headquartersSessions: readonly SessionDraft[] = [
  { stack: 'finance', userId: 'ines.duarte@example.com', type: 'SAML', startedMinutesAgo: 17 },
  { stack: 'finance', userId: 'tom.okafor@example.com', type: 'SAML', startedMinutesAgo: 240 },
  {
    stack: 'finance',
    userId: 'yuki.mori@example.com',
    type: 'SAML',
    startedMinutesAgo: 95,
    isDisconnected: true,
  },
  { stack: 'finance', userId: 'hanna.weiss@corp.example.com', type: 'AWS_AD', startedMinutesAgo: 51 },

  { stack: 'office', userId: 'mira.santos@example.com', type: 'SAML', startedMinutesAgo: 34 },
  { stack: 'office', userId: 'ada.lund@example.com', type: 'SAML', startedMinutesAgo: 36 },
  { stack: 'office', userId: 'bo.chen@example.com', type: 'SAML', startedMinutesAgo: 68 },
  { stack: 'office', userId: 'carla.ruiz@example.com', type: 'SAML', startedMinutesAgo: 70 },
  {
    stack: 'office',
    userId: 'dev.patel@example.com',
    type: 'SAML',
    startedMinutesAgo: 130,
    isDisconnected: true,
  },
  { stack: 'office', userId: 'mira.santos@example.com', type: 'API', startedMinutesAgo: 12 },
  { stack: 'office', userId: 'emil.novak@example.com', type: 'SAML', startedMinutesAgo: 1, state: 'PENDING' },
  { stack: 'office', userId: 'faye.ito@example.com', type: 'SAML', startedMinutesAgo: 500, state: 'EXPIRED' },

  {
    stack: 'office-contractors',
    userId: 'mira.santos@example.com',
    type: 'USERPOOL',
    startedMinutesAgo: 25,
  },
  {
    stack: 'office-contractors',
    userId: 'noah.berg@example.org',
    type: 'USERPOOL',
    startedMinutesAgo: 82,
    isDisconnected: true,
  },
  {
    stack: 'office-contractors',
    userId: 'olga.nowak@example.org',
    type: 'USERPOOL',
    startedMinutesAgo: 44,
  },

  { stack: 'call-center', userId: 'tara.quinn@example.org', type: 'USERPOOL', startedMinutesAgo: 19 },
  { stack: 'call-center', userId: 'agent-23', type: 'API', startedMinutesAgo: 27 },

  { stack: 'engineering', userId: 'lee.chan@example.com', type: 'SAML', startedMinutesAgo: 310 },
  {
    stack: 'engineering',
    userId: 'ines.duarte@example.com',
    type: 'SAML',
    startedMinutesAgo: 150,
    isDisconnected: true,
  },

  { stack: 'secure-browsing', userId: 'mira.santos@example.com', type: 'USERPOOL', startedMinutesAgo: 6 },
  { stack: 'secure-browsing', userId: 'mira.santos@example.com', type: 'SAML', startedMinutesAgo: 8 },
  { stack: 'secure-browsing', userId: 'pia.lind@example.org', type: 'USERPOOL', startedMinutesAgo: 49 },
  { stack: 'secure-browsing', userId: 'visitor-1', type: 'API', startedMinutesAgo: 90, state: 'EXPIRED' },
  ...Array.from({ length: 9 }, (_, index) => ({
    stack: 'secure-browsing',
    userId: `visitor-${index + 2}`,
    type: 'API' as const,
    startedMinutesAgo: 5 + index * 11,
  })),
]
