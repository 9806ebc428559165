/**
 * @generated SignedSource<<5d816975330e1a998f47a47295e64d13>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
export type ImageBuilderState = "DELETING" | "FAILED" | "PENDING" | "PENDING_IMAGE_IMPORT" | "PENDING_QUALIFICATION" | "PENDING_SYNCING_APPS" | "REBOOTING" | "RUNNING" | "SNAPSHOTTING" | "STOPPED" | "STOPPING" | "SYNCING_APPS" | "UNKNOWN" | "UPDATING" | "UPDATING_AGENT" | "%future added value";
export type BuilderRowStopMutation$variables = {
  arn: string;
};
export type BuilderRowStopMutation$data = {
  readonly stopImageBuilder: {
    readonly code?: string;
    readonly imageBuilder?: {
      readonly state: ImageBuilderState;
    };
    readonly message?: string;
  };
};
export type BuilderRowStopMutation = {
  response: BuilderRowStopMutation$data;
  variables: BuilderRowStopMutation$variables;
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
    "name": "BuilderRowStopMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "stopImageBuilder",
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
            "type": "StopImageBuilderPayload",
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
    "name": "BuilderRowStopMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "stopImageBuilder",
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
            "type": "StopImageBuilderPayload",
            "abstractKey": null
          },
          (v3/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "525b54e137a390315147f7974594d9a3",
    "id": null,
    "metadata": {},
    "name": "BuilderRowStopMutation",
    "operationKind": "mutation",
    "text": "mutation BuilderRowStopMutation(\n  $arn: ID!\n) {\n  stopImageBuilder(input: {arn: $arn}) {\n    __typename\n    ... on StopImageBuilderPayload {\n      imageBuilder {\n        state\n        id\n      }\n    }\n    ... on AppStreamError {\n      __isAppStreamError: __typename\n      code\n      message\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "386132e42ed961d24b62e5b8d446503e";

export default node;
