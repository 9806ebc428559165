/**
 * @generated SignedSource<<286addbce0c13600753e850a93e842a7>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import { ConcreteRequest } from 'relay-runtime';
import { FragmentRefs } from "relay-runtime";
export type BuilderRowStopMutation$variables = {
  arn: string;
};
export type BuilderRowStopMutation$data = {
  readonly stopImageBuilder: {
    readonly code?: string;
    readonly imageBuilder?: {
      readonly " $fragmentSpreads": FragmentRefs<"BuilderRow_builder">;
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
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
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
                  {
                    "args": null,
                    "kind": "FragmentSpread",
                    "name": "BuilderRow_builder"
                  }
                ],
                "storageKey": null
              }
            ],
            "type": "StopImageBuilderPayload",
            "abstractKey": null
          },
          (v2/*:: as any*/)
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
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "arn",
                    "storageKey": null
                  },
                  (v3/*:: as any*/),
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "state",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "availableActions",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "Image",
                    "kind": "LinkedField",
                    "name": "image",
                    "plural": false,
                    "selections": [
                      (v3/*:: as any*/),
                      {
                        "alias": null,
                        "args": null,
                        "concreteType": "Image",
                        "kind": "LinkedField",
                        "name": "baseImage",
                        "plural": false,
                        "selections": [
                          (v3/*:: as any*/),
                          (v4/*:: as any*/)
                        ],
                        "storageKey": null
                      },
                      (v4/*:: as any*/)
                    ],
                    "storageKey": null
                  },
                  (v4/*:: as any*/)
                ],
                "storageKey": null
              }
            ],
            "type": "StopImageBuilderPayload",
            "abstractKey": null
          },
          (v2/*:: as any*/)
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "b3d17d409368e624c2b46a731e0b0c6c",
    "id": null,
    "metadata": {},
    "name": "BuilderRowStopMutation",
    "operationKind": "mutation",
    "text": "mutation BuilderRowStopMutation(\n  $arn: ID!\n) {\n  stopImageBuilder(input: {arn: $arn}) {\n    __typename\n    ... on StopImageBuilderPayload {\n      imageBuilder {\n        ...BuilderRow_builder\n        id\n      }\n    }\n    ... on AppStreamError {\n      __isAppStreamError: __typename\n      code\n      message\n    }\n  }\n}\n\nfragment BuilderRow_builder on ImageBuilder {\n  arn\n  name\n  state\n  availableActions\n  image {\n    name\n    baseImage {\n      name\n      id\n    }\n    id\n  }\n}\n"
  }
};
})();

(node as any).hash = "f156992e5db3884c55a967ab3caa6ec6";

export default node;
