"""A release -> its whole site as plain files, with an nginx configuration that answers as the application does.

routes       which addresses there are, and which need the program
walking      an address -> every variant of it, asked of the application itself (PEP 3333)
folders      variants -> files: where each stands, packed ahead, the same for the same content
profiles     what nginx has to know of an address beside its files
accepting    Accept and Accept-Language -> maps that weigh them (RFC 9110, 12.5)
content_types, configuring   what was written -> the configuration
problems     what a site of files may have to say instead
visiting     one address, written
writing      all of it, by several processes
"""

from sos_graph.web.exporting.writing import Exported, export

__all__ = ["Exported", "export"]
