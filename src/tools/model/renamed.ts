/**
 * Members and structures that have other names in the graph, with their coordinates and types. Spaces separate types
 * that contain the members of a structure together; `&` separates types of which each contains all of them.
 */
export const renamed: Readonly<Record<string, string>> = {
  'AssociateSoftwareToImageBuilderRequest.ImageBuilderName': 'AssociateSoftwareToImageBuilderInput.name',
  'BatchAssociateUserStackRequest.UserStackAssociations':
    'BatchAssociateAppStreamUserStackInput.associations',
  'BatchDisassociateUserStackRequest.UserStackAssociations':
    'BatchDisassociateAppStreamUserStackInput.associations',
  'CreateAppBlockBuilderStreamingURLRequest.AppBlockBuilderName':
    'CreateAppStreamAppBlockBuilderStreamingUrlInput.name',
  'CreateUsageReportSubscriptionResult.S3BucketName': 'AppStreamUsageReportSubscription.s3BucketName',
  'CreateUsageReportSubscriptionResult.Schedule': 'AppStreamUsageReportSubscription.schedule',
  'DisassociateSoftwareFromImageBuilderRequest.ImageBuilderName':
    'DisassociateSoftwareFromImageBuilderInput.name',
  'ListAssociatedFleetsResult.Names': 'AppStreamStack.fleets',
  'ListAssociatedStacksResult.Names': 'AppStreamFleet.stacks',
  'ListTagsForResourceResponse.Tags': 'AppStreamFleet.tags',
  // The graph's `id` is the global id.
  'Session.Id': 'AppStreamSession.sessionId',
  Application: 'AppStreamApplication & AppStreamElasticApplication',
  AdminAppLicenseUsageRecord: 'AppStreamAppLicenseUsage',
  SharedImagePermissions: 'ImageShare',
  'SharedImagePermissions.sharedAccountId': 'ImageShare.accountId',
  'SharedImagePermissions.imagePermissions': 'ImageShare.allowFleet',
  SoftwareAssociations: 'AppStreamSoftwareAssociation',
  'StartSoftwareDeploymentToImageBuilderRequest.ImageBuilderName':
    'StartSoftwareDeploymentToImageBuilderInput.name',
  UserStackAssociation: 'AppStreamUserStackAssociationOutcome AppStreamStackUserEdge',
}
