import type { DirectoryConfigRecord } from '../resources/directory-config/kind.ts'
import type { FleetDraft, StackDraft } from './estate-drafts.ts'

const desktopTeam = { team: 'desktop-platform', 'cost-center': '4410' }

/** Fleets of the company's main account: each type, each state and each finding. */
export const headquartersFleets: readonly FleetDraft[] = [
  {
    name: 'finance-production',
    title: 'Finance',
    image: 'finance-desktop-v4',
    createdDaysAgo: 300,
    state: 'RUNNING',
    fleetType: 'ALWAYS_ON',
    desired: 6,
    running: 6,
    tags: { team: 'finance', 'cost-center': '7300' },
    details: {
      StreamView: 'DESKTOP',
      DomainJoinInfo: {
        DirectoryName: 'corp.example.com',
        OrganizationalUnitDistinguishedName: 'OU=AppStream,DC=corp,DC=example,DC=com',
      },
    },
  },
  {
    // Multi-session, and one instance short of the desired capacity.
    name: 'office-production',
    title: 'Office',
    image: 'office-suite-v9',
    createdDaysAgo: 210,
    state: 'RUNNING',
    fleetType: 'ON_DEMAND',
    instanceType: 'stream.standard.xlarge',
    desired: 4,
    running: 3,
    tags: desktopTeam,
    details: { MaxSessionsPerInstance: 5, IdleDisconnectTimeoutInSeconds: 900 },
  },
  {
    // All instances are in use.
    name: 'engineering-cad',
    title: 'Engineering CAD',
    image: 'cad-workstation-v3',
    createdDaysAgo: 90,
    state: 'RUNNING',
    fleetType: 'ALWAYS_ON',
    instanceType: 'stream.graphics.g5.xlarge',
    desired: 2,
    running: 2,
    tags: { team: 'engineering' },
    details: { Platform: 'WINDOWS_SERVER_2025', RootVolumeConfig: { VolumeSizeInGb: 400 } },
  },
  {
    name: 'secure-browser',
    title: 'Secure Browser',
    createdDaysAgo: 60,
    state: 'RUNNING',
    fleetType: 'ELASTIC',
    instanceType: 'stream.standard.small',
    details: {
      Platform: 'WINDOWS_SERVER_2022',
      MaxConcurrentSessions: 40,
      UsbDeviceFilterStrings: ['045E,028E,*,*,*,*,1,1'],
      SessionScriptS3Location: { S3Bucket: 'company-session-scripts', S3Key: 'secure-browser.zip' },
    },
  },
  {
    // Errors keep this fleet STARTING.
    name: 'vpn-pilot',
    title: 'VPN Pilot',
    image: 'golden-windows-v12',
    createdDaysAgo: 4,
    state: 'STARTING',
    fleetType: 'ALWAYS_ON',
    desired: 2,
    errors: [
      { code: 'DOMAIN_JOIN_ERROR_LOGON_FAILURE', message: 'The username or password is incorrect.' },
      { code: 'SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES', message: 'The subnet has no free IP addresses.' },
    ],
    details: {
      DomainJoinInfo: {
        DirectoryName: 'lab.example.com',
        OrganizationalUnitDistinguishedName: 'OU=Pilots,DC=lab,DC=example,DC=com',
      },
    },
  },
  {
    // The image is DEPRECATED and the agent is old.
    name: 'reception-kiosk',
    title: 'Reception Kiosk',
    image: 'kiosk-2019',
    createdDaysAgo: 890,
    state: 'RUNNING',
    fleetType: 'ALWAYS_ON',
    instanceType: 'stream.standard.small',
    desired: 3,
    running: 3,
    details: { Platform: 'WINDOWS_SERVER_2016', DisableIMDSV1: false },
  },
  {
    // Its image was deleted.
    name: 'legacy-erp',
    title: 'Legacy ERP',
    image: 'legacy-erp-v1',
    createdDaysAgo: 690,
    state: 'STOPPED',
    fleetType: 'ALWAYS_ON',
    desired: 1,
  },
  {
    name: 'developer-desktop',
    title: 'Developer Desktop',
    image: 'developer-desktop-v2',
    createdDaysAgo: 18,
    state: 'STOPPING',
    fleetType: 'ON_DEMAND',
    desired: 5,
    running: 5,
    tags: { team: 'engineering' },
  },
]

const clipboard = ['CLIPBOARD_COPY_FROM_LOCAL_DEVICE', 'CLIPBOARD_COPY_TO_LOCAL_DEVICE']
const files = ['FILE_UPLOAD', 'FILE_DOWNLOAD']

/** Stacks of the company's main account. Three of them share the fleet office-production. */
export const headquartersStacks: readonly StackDraft[] = [
  {
    name: 'finance',
    title: 'Finance',
    fleet: 'finance-production',
    createdDaysAgo: 300,
    enabled: [...clipboard, 'PRINTING_TO_LOCAL_DEVICE'],
    tags: { team: 'finance', 'cost-center': '7300' },
    details: {
      RedirectURL: 'https://intranet.example.com/finance',
      FeedbackURL: 'https://intranet.example.com/feedback',
      ApplicationSettings: {
        Enabled: true,
        SettingsGroup: 'finance',
        S3BucketName: 'appstream-app-settings-us-east-1-123456789012-4f2a9c1e',
      },
    },
  },
  {
    name: 'office',
    title: 'Office',
    fleet: 'office-production',
    createdDaysAgo: 210,
    enabled: [...clipboard, ...files],
    tags: desktopTeam,
    details: {
      StorageConnectors: [
        {
          ConnectorType: 'HOMEFOLDERS',
          ResourceIdentifier: 'appstream2-36fb080bb8-us-east-1-123456789012',
        },
        { ConnectorType: 'ONE_DRIVE', Domains: ['example.com'] },
      ],
      StorageConnectorAuthentication: 'REUSE_CREDENTIALS',
    },
  },
  {
    name: 'office-contractors',
    title: 'Office for Contractors',
    fleet: 'office-production',
    createdDaysAgo: 120,
    // The description was set and then cleared; AWS returns an empty string.
    details: { Description: '', EmbedHostDomains: ['portal.example.com'] },
  },
  {
    name: 'call-center',
    title: 'Call Center',
    fleet: 'office-production',
    createdDaysAgo: 45,
    enabled: ['AUTO_TIME_ZONE_REDIRECTION'],
    details: {
      StorageConnectors: [{ ConnectorType: 'GOOGLE_DRIVE', Domains: ['example.org'] }],
      StackErrors: [
        {
          ErrorCode: 'STORAGE_CONNECTOR_ERROR',
          ErrorMessage: 'The domain example.org is not registered with Google Drive.',
        },
      ],
      AgentAccessConfig: {
        Settings: [{ AgentAction: 'COMPUTER_VISION', Permission: 'ENABLED' }],
        S3BucketArn: 'arn:aws:s3:::company-agent-screenshots',
        ScreenshotsUploadEnabled: true,
        ScreenResolution: 'W_1280xH_720',
        ScreenImageFormat: 'PNG',
        UserControlMode: 'VIEW_STOP',
      },
    },
  },
  {
    name: 'engineering',
    title: 'Engineering',
    fleet: 'engineering-cad',
    createdDaysAgo: 90,
    enabled: files,
    tags: { team: 'engineering' },
    details: { StreamingExperienceSettings: { PreferredProtocol: 'UDP' } },
  },
  {
    name: 'secure-browsing',
    title: 'Secure Browsing',
    fleet: 'secure-browser',
    createdDaysAgo: 60,
    details: {
      AccessEndpoints: [{ EndpointType: 'STREAMING', VpceId: 'vpce-0a1b2c3d4e5f60718' }],
      ContentRedirection: { HostToClient: { Enabled: true, AllowedUrls: ['https://example.com/*'] } },
    },
  },
]

/** The directories that the fleets of the main account join. */
export const headquartersDirectoryConfigs: readonly DirectoryConfigRecord[] = [
  {
    DirectoryName: 'corp.example.com',
    OrganizationalUnitDistinguishedNames: [
      'OU=AppStream,DC=corp,DC=example,DC=com',
      'OU=Kiosks,DC=corp,DC=example,DC=com',
    ],
    ServiceAccountCredentials: { AccountName: 'CORP\\appstream-join' },
    CertificateBasedAuthProperties: {
      Status: 'ENABLED',
      CertificateAuthorityArn:
        'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
    },
  },
  {
    DirectoryName: 'lab.example.com',
    OrganizationalUnitDistinguishedNames: ['OU=Pilots,DC=lab,DC=example,DC=com'],
    ServiceAccountCredentials: { AccountName: 'LAB\\appstream-join' },
  },
]
