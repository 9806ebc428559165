import type { ErrorDetails, FleetErrorCode, ResourceError } from '../appstream/model/model.ts'
import { builder } from './builder.ts'
import { defineStructure } from './kit/members.ts'
import { openEnum } from './open-enum.ts'
import { timeOf } from './time.ts'

const resourceErrorCode = openEnum<FleetErrorCode>(
  'AppStreamResourceErrorCode',
  'Error code of a resource.',
  {
    IAM_SERVICE_ROLE_MISSING_ENI_DESCRIBE_ACTION:
      'The service role lacks permission to describe network interfaces.',
    IAM_SERVICE_ROLE_MISSING_ENI_CREATE_ACTION:
      'The service role lacks permission to create network interfaces.',
    IAM_SERVICE_ROLE_MISSING_ENI_DELETE_ACTION:
      'The service role lacks permission to delete network interfaces.',
    NETWORK_INTERFACE_LIMIT_EXCEEDED: 'The account has too many network interfaces.',
    INTERNAL_SERVICE_ERROR: 'Internal error in AWS.',
    IAM_SERVICE_ROLE_IS_MISSING: 'The IAM service role does not exist.',
    MACHINE_ROLE_IS_MISSING: 'The IAM role of the instances does not exist.',
    STS_DISABLED_IN_REGION: 'AWS STS is disabled in the region.',
    SUBNET_HAS_INSUFFICIENT_IP_ADDRESSES: 'The subnet has too few free addresses.',
    IAM_SERVICE_ROLE_MISSING_DESCRIBE_SUBNET_ACTION: 'The service role lacks permission to describe subnets.',
    SUBNET_NOT_FOUND: 'The subnet does not exist.',
    IMAGE_NOT_FOUND: 'The image does not exist.',
    INVALID_SUBNET_CONFIGURATION: 'The subnets cannot be combined, or are not suitable for the resource.',
    SECURITY_GROUPS_NOT_FOUND: 'A security group does not exist.',
    IGW_NOT_ATTACHED: 'The VPC has no internet gateway.',
    IAM_SERVICE_ROLE_MISSING_DESCRIBE_SECURITY_GROUPS_ACTION:
      'The service role lacks permission to describe security groups.',
    FLEET_STOPPED: 'The fleet is stopped.',
    FLEET_INSTANCE_PROVISIONING_FAILURE: 'An instance could not be provisioned.',
    DOMAIN_JOIN_ERROR_FILE_NOT_FOUND: 'Domain join: a file was not found.',
    DOMAIN_JOIN_ERROR_ACCESS_DENIED: 'Domain join: access was denied.',
    DOMAIN_JOIN_ERROR_LOGON_FAILURE: 'Domain join: the logon failed.',
    DOMAIN_JOIN_ERROR_INVALID_PARAMETER: 'Domain join: a parameter was invalid.',
    DOMAIN_JOIN_ERROR_MORE_DATA: 'Domain join: more data is available.',
    DOMAIN_JOIN_ERROR_NO_SUCH_DOMAIN: 'Domain join: the domain does not exist.',
    DOMAIN_JOIN_ERROR_NOT_SUPPORTED: 'Domain join: the operation is not supported.',
    DOMAIN_JOIN_NERR_INVALID_WORKGROUP_NAME: 'Domain join: the workgroup name is invalid.',
    DOMAIN_JOIN_NERR_WORKSTATION_NOT_STARTED: 'Domain join: the workstation service is not started.',
    DOMAIN_JOIN_ERROR_DS_MACHINE_ACCOUNT_QUOTA_EXCEEDED:
      'Domain join: the machine account quota is exceeded.',
    DOMAIN_JOIN_NERR_PASSWORD_EXPIRED: 'Domain join: the password has expired.',
    DOMAIN_JOIN_INTERNAL_SERVICE_ERROR: 'Domain join: internal error in AWS.',
    VALIDATION_ERROR: 'Validation by AWS failed; see `errorMessage`.',
  },
)

/** Error that AWS reports for a resource. */
export const ResourceErrorRef = builder.objectRef<ResourceError>('AppStreamResourceError')

ResourceErrorRef.implement({
  description: 'Error that AWS reports for a resource.',
  fields: (t) => ({
    errorCode: t.field({
      type: resourceErrorCode.ref,
      nullable: true,
      description: 'Error code. `UNKNOWN` if this release does not know the code, null if AWS returns none.',
      resolve: ({ ErrorCode }) => resourceErrorCode.of(ErrorCode),
    }),
    rawErrorCode: t.string({
      nullable: true,
      description:
        'Raw AWS value of `errorCode`, including codes that this release does not know. Null if AWS returns none.',
      resolve: ({ ErrorCode }) => ErrorCode,
    }),
    errorMessage: t.string({
      nullable: true,
      description: 'Error message from AWS. Null if AWS returns none.',
      resolve: (error) => error.ErrorMessage,
    }),
    errorTimestamp: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time of the error. Null if AWS returns none.',
      resolve: ({ ErrorTimestamp }) => timeOf(ErrorTimestamp),
    }),
  }),
})

/** Error with a code that AWS does not enumerate. */
export const ErrorDetailsRef = defineStructure<ErrorDetails>({
  name: 'AppStreamErrorDetails',
  structure: 'ErrorDetails',
  description: 'Error that AWS reports, with a code that AWS does not enumerate.',
  members: {
    ErrorCode: 'Error code. Null if AWS returns none.',
    ErrorMessage: 'Error message from AWS. Null if AWS returns none.',
  },
})
