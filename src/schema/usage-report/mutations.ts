import { builder } from '../builder.ts'
import { definitionOf, settingsConstraints, typeNameOf } from '../kit/mutations/declaration.ts'
import { resourcePayload } from '../kit/mutations/payload.ts'
import { remove } from '../kit/mutations/remove.ts'
import { defineMutation } from '../mutation/define.ts'
import type { UsageReport } from './kind.ts'
import { usageReports } from './type.ts'

const creation = {
  type: usageReports,
  name: 'createAppStreamUsageReportSubscription',
  operation: 'CreateUsageReportSubscription',
  scope: 'appstream:manage',
  description:
    'Subscribes an account and region to daily usage reports. AWS creates the S3 bucket for the reports if it does not exist.',
} as const

// A target has at most one subscription, so that a repeat needs no client token.
defineMutation<object, { readonly resource: UsageReport }>({
  ...definitionOf(creation),
  input: builder.inputType(typeNameOf(creation.name, 'Input'), {
    description: 'Account and region of the new subscription.',
    fields: (t) => usageReports.naming.newFields(t),
  }),
  payload: resourcePayload(
    usageReports,
    typeNameOf(creation.name, 'Payload'),
    'Payload with the usage report subscription.',
  ),
  constraints: settingsConstraints(creation.operation, {}),
  plan(input, context) {
    const found = usageReports.naming.findNew({ ...input }, context)
    if (Array.isArray(found)) return found
    const own = found.store()
    return {
      ...found,
      send: (writer) =>
        own.writeReturned(
          async () => {
            const { output, awsRequestId } = await writer.call(creation.operation, {}, { once: true })
            const { S3BucketName, Schedule } = output
            // AWS may return an existing subscription, which has more members.
            return { output: { ...own.known()?.aws, S3BucketName, Schedule }, awsRequestId }
          },
          { kind: 'absentOrEarlier' },
        ),
      async reconcile(read) {
        const resource = await own.shown(read)
        return resource && { resource }
      },
    }
  },
})

remove({
  type: usageReports,
  name: 'deleteAppStreamUsageReportSubscription',
  operation: 'DeleteUsageReportSubscription',
  scope: 'appstream:manage',
  description:
    'Deletes the usage report subscription of an account and region. Reports stay in the S3 bucket.',
})
