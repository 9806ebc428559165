import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse } from 'graphql'
import { createYoga } from 'graphql-yoga'

/**
 * Another team's subgraph: prices of resources and the applications that run on them. Its type names are
 * common ones: Node, PageInfo, Tag, User, Target, Application.
 */
export const companySdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])

  interface Node {
    id: ID!
  }

  type PageInfo @shareable {
    endCursor: String
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
  }

  "A label that people put on applications."
  type Tag {
    color: String!
    name: String!
  }

  type User implements Node @key(fields: "id") {
    id: ID!
    name: String!
  }

  "A turnover to reach, in dollars."
  type Target {
    dollars: Int!
    year: Int!
  }

  "A business application, as the CMDB knows it."
  type Application implements Node @key(fields: "id") {
    id: ID!
    images: [Image!]!
    name: String!
    owner: User!
    tags: [Tag!]!
    target: Target
  }

  type ApplicationConnection {
    nodes: [Application!]!
    pageInfo: PageInfo!
  }

  type Image @key(fields: "arn") {
    arn: ID!
    businessApplications: [Application!]!
  }

  type ImageBuilder @key(fields: "arn") {
    arn: ID!
    "Dollars a month."
    monthlyCost: Float!
  }

  type Query {
    applications(first: Int): ApplicationConnection!
    "The dearest first."
    dearestImageBuilders(first: Int!): [ImageBuilder!]!
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
  }
`

/** Data of the company, by the ARNs of this gateway's resources. */
export interface CompanyData {
  readonly monthlyCosts: Readonly<Record<string, number>>
  readonly applications: readonly {
    readonly id: string
    readonly name: string
    readonly owner: string
    readonly imageArns: readonly string[]
  }[]
}

/** Running subgraph of the company. */
export interface CompanySubgraph extends AsyncDisposable {
  readonly url: string
  /** `Authorization` header of each request so far. */
  readonly authorizations: readonly (string | undefined)[]
}

/** Serves the company's subgraph on a port of 127.0.0.1; 0 selects a free one. */
export async function startCompanySubgraph(data: CompanyData, port = 0): Promise<CompanySubgraph> {
  const yoga = createYoga({ schema: createCompanySchema(data), graphiql: false, logging: false })
  const authorizations: (string | undefined)[] = []
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization)
    return yoga(request, response)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${bound}/graphql`,
    authorizations,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function createCompanySchema({ monthlyCosts, applications }: CompanyData) {
  const described = applications.map(({ imageArns, owner, ...application }) => ({
    __typename: 'Application',
    ...application,
    images: imageArns.map((arn) => ({ arn })),
    owner: { __typename: 'User', id: owner, name: owner },
    tags: [],
  }))
  const find = (id: string) => described.find((application) => application.id === id) ?? null
  return buildSubgraphSchema({
    typeDefs: parse(companySdl),
    resolvers: {
      Query: {
        applications: (_root: unknown, { first }: { readonly first?: number | null }) => ({
          nodes: described.slice(0, first ?? undefined),
          pageInfo: { hasNextPage: first != null && first < described.length, hasPreviousPage: false },
        }),
        dearestImageBuilders: (_root: unknown, { first }: { readonly first: number }) =>
          Object.entries(monthlyCosts)
            .toSorted(([, one], [, other]) => other - one)
            .slice(0, first)
            .map(([arn]) => ({ arn })),
        node: (_root: unknown, { id }: { readonly id: string }) => find(id),
        nodes: (_root: unknown, { ids }: { readonly ids: readonly string[] }) => ids.map(find),
      },
      Application: { __resolveReference: ({ id }: { readonly id: string }) => find(id) },
      User: { __resolveReference: ({ id }: { readonly id: string }) => ({ id, name: id }) },
      Image: {
        businessApplications: ({ arn }: { readonly arn: string }) =>
          described.filter(({ images }) => images.some((image) => image.arn === arn)),
      },
      ImageBuilder: { monthlyCost: ({ arn }: { readonly arn: string }) => monthlyCosts[arn] ?? 0 },
    },
  })
}
