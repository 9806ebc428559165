const ONLY_USERPOOL = 'AWS accepts USERPOOL only, which the gateway sends.'
const EDGE = 'The association is a relation of the two resources, not a type.'

/** Parts of the service model that the graph leaves out on purpose, with the reason. */
export const leftOut: Readonly<Record<string, string>> = {
  'error CreateImportedImage DryRunOperationException':
    'It confirms a dry run: the payload has `dryRunPassed`.',
  'output AppBlockBuilderAppBlockAssociation.AppBlockArn': EDGE,
  'output AppBlockBuilderAppBlockAssociation.AppBlockBuilderName': EDGE,
  'output ApplicationFleetAssociation.ApplicationArn': EDGE,
  'output ApplicationFleetAssociation.FleetName': EDGE,
  'output DescribeImagePermissionsResult.Name': 'It is the name of the requested image.',
  'output DescribeSoftwareAssociationsResult.AssociatedResource': 'It is the requested ARN.',
  'output ServiceAccountCredentials.AccountPassword': 'Passwords are write-only.',
  'output UserStackAssociation.AuthenticationType': 'It is USERPOOL for every association.',
  'output UserStackAssociationError.UserStackAssociation': 'The outcome of a batch names the pair.',
  'input CreateUserRequest.AuthenticationType': ONLY_USERPOOL,
  'input DeleteUserRequest.AuthenticationType': ONLY_USERPOOL,
  'input DisableUserRequest.AuthenticationType': ONLY_USERPOOL,
  'input EnableUserRequest.AuthenticationType': ONLY_USERPOOL,
  'input UserStackAssociation.AuthenticationType': ONLY_USERPOOL,
  'input UpdateFleetRequest.DeleteVpcConfig': 'Deprecated by AWS: `attributesToDelete` replaces it.',
  'input UpdateStackRequest.DeleteStorageConnectors': 'Deprecated by AWS: `attributesToDelete` replaces it.',
}
