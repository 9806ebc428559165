import type {
  AuthenticationType,
  InstanceDrainStatus,
  SessionConnectionState,
  SessionState,
} from '../../appstream/model/model.ts'
import { openEnum } from '../open-enum.ts'

/** Sign-in method of a user. */
export const authenticationType = openEnum<AuthenticationType>(
  'AppStreamAuthenticationType',
  'Sign-in method of a user.',
  {
    API: 'Streaming URL.',
    SAML: 'SAML 2.0 federation.',
    USERPOOL: 'User pool.',
    AWS_AD: 'Active Directory.',
  },
)

/** State of a session. */
export const sessionState = openEnum<SessionState>('AppStreamSessionState', 'State of a session.', {
  ACTIVE: 'Has an instance, even while the user is disconnected.',
  PENDING: 'Waits for an instance. Takes one to two minutes on On-Demand fleets.',
  EXPIRED: 'Ended. AWS returns such sessions for a short time only.',
})

/** Connection of a user to a session. */
export const connectionState = openEnum<SessionConnectionState>(
  'AppStreamSessionConnectionState',
  'Connection of a user to a session.',
  {
    CONNECTED: 'Connected.',
    NOT_CONNECTED: 'Not connected. The session keeps its instance until the disconnect timeout of the fleet.',
  },
)

/** Drain status of an instance. */
export const drainStatus = openEnum<InstanceDrainStatus>(
  'AppStreamInstanceDrainStatus',
  'Drain status of the instance of a session.',
  {
    ACTIVE: 'Takes new sessions.',
    DRAINING: 'Takes no new sessions. AWS replaces the instance once its last session has ended.',
    NOT_APPLICABLE: 'The fleet is not multi-session.',
  },
)
