import type { AuthenticationType } from '../appstream/model.ts'
import { openEnum } from './open-enum.ts'

/** The way in which users sign in. */
export const authenticationType = openEnum<AuthenticationType>(
  'AppStreamAuthenticationType',
  'Sign-in method of a user.',
  {
    API: 'By a streaming URL.',
    SAML: 'By a SAML 2.0 identity provider.',
    USERPOOL: 'By the user pool of AppStream.',
    AWS_AD: 'By Active Directory.',
  },
)
