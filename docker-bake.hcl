# docker buildx bake: the images of all services. Variables of the environment with these names set them:
#   VERSION=0.1.0 REVISION=$(git rev-parse HEAD) REGISTRY=registry.example.com/platform docker buildx bake --push

# What is built, without the tag's v; without it the images are called dev, and what is in them 0.0.0-dev.
variable "VERSION" {
  default = null
}

# The commit.
variable "REVISION" {
  default = null
}

# Where the code is to be found.
variable "SOURCE" {
  default = null
}

variable "REGISTRY" {
  default = "platform"
}

# Other bases than the Dockerfiles' own, such as mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled or one by its digest.
variable "SDK" {
  default = null
}
variable "RUNTIME" {
  default = null
}

target "service" {
  name   = service.name
  matrix = {
    service = [
      { name = "ingest", folder = "services/ingest" },
      { name = "publisher", folder = "services/publisher" },
      { name = "edge", folder = "services/edge/node" },
      { name = "metrics", folder = "services/metrics" },
      { name = "gateway", folder = "services/edge/gateway" },
    ]
  }
  context    = "."
  dockerfile = "${service.folder}/Dockerfile"
  tags       = ["${REGISTRY}/${service.name}:${VERSION == null ? "dev" : VERSION}"]
  args       = { VERSION = VERSION, REVISION = REVISION, SDK = SDK, RUNTIME = RUNTIME }
  labels     = { "org.opencontainers.image.source" = SOURCE }
  # A NuGet.Config for those whose packages come from a feed of their own.
  secret     = ["id=nuget_config,env=NUGET_CONFIG"]
}

group "default" {
  targets = ["service"]
}
