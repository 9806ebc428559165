/**
 * @generated SignedSource<<564e265e2791bbbdcf245f0238ee6240>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type ImageBuilderState = "DELETING" | "FAILED" | "PENDING" | "PENDING_IMAGE_IMPORT" | "PENDING_QUALIFICATION" | "PENDING_SYNCING_APPS" | "REBOOTING" | "RUNNING" | "SNAPSHOTTING" | "STOPPED" | "STOPPING" | "SYNCING_APPS" | "UNKNOWN" | "UPDATING" | "UPDATING_AGENT" | "%future added value";
export type BuilderRowStartMutation$variables = {
  arn: string;
};
export type BuilderRowStartMutation$data = {
  readonly startImageBuilder: {
    readonly code?: string;
    readonly imageBuilder?: {
      readonly state: ImageBuilderState;
    };
    readonly message?: string;
  };
};
export type BuilderRowStartMutation = {
  response: BuilderRowStartMutation$data;
  variables: BuilderRowStartMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "arn"
  }
],
v1 = [
  {
    "fields": [
      {
        "kind": "Variable",
        "name": "arn",
        "variableName": "arn"
      }
    ],
    "kind": "ObjectValue",
    "name": "input"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "state",
  "storageKey": null
},
v3 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "code",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "message",
      "storageKey": null
    }
  ],
  "type": "AppStreamError",
  "abstractKey": "__isAppStreamError"
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "BuilderRowStartMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "startImageBuilder",
        "plural": false,
        "selections": [
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "ImageBuilder",
                "kind": "LinkedField",
                "name": "imageBuilder",
                "plural": false,
                "selections": [
                  (v2/*:: as any*/)
                ],
                "storageKey": null
              }
            ],
            "type": "StartImageBuilderPayload",
            "abstractKey": null
          },
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "BuilderRowStartMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "startImageBuilder",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "__typename",
            "storageKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "ImageBuilder",
                "kind": "LinkedField",
                "name": "imageBuilder",
                "plural": false,
                "selections": [
                  (v2/*:: as any*/),
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "id",
                    "storageKey": null
                  }
                ],
                "storageKey": null
              }
            ],
            "type": "StartImageBuilderPayload",
            "abstractKey": null
          },
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "bdae112811a8d2d30210e63e9e3a6fd9",
    "id": null,
    "metadata": {},
    "name": "BuilderRowStartMutation",
    "operationKind": "mutation",
    "text": "mutation BuilderRowStartMutation(\n  $arn: ID!\n) {\n  startImageBuilder(input: {arn: $arn}) {\n    __typename\n    ... on StartImageBuilderPayload {\n      imageBuilder {\n        state\n        id\n      }\n    }\n    ... on AppStreamError {\n      __isAppStreamError: __typename\n      code\n      message\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "703a575750945f70800a7d6577760e5f";

export default node;
